//! What `#[derive(Model)]` promises: the traits and the data behind a model.

use diesel::row::Row;

mod choice;
mod field;
mod meta;
mod own_names;
mod partial;
mod relation;
mod row;
mod tenant;
mod types;

pub use crate::backend::{
    EncodeKey, Key, KeyEncoder, KeyKind, KeyList, KeyPart, KeyRef, ListPart, OwnedPart,
};
pub use choice::{Choice, ChoiceOf, EnumSql, EnumText, Stored, Values, choose};
#[cfg(feature = "postgres-backend")]
pub use field::ElementType;
pub use field::{FieldAt, FieldType};
pub(crate) use meta::has_quotes;
pub use meta::{ColumnMeta, HookedEvents, ModelMeta, RelationKind, RelationMeta};
pub use own_names::{NewName, NoField, fields_at, under_new_name};
pub use partial::{
    Choose, Chosen, Deferred, FieldMask, FieldValues, Kept, Omitted, Partial, PartialModel,
    ReadFields,
};
pub(crate) use relation::is_int;
pub use relation::{
    Arity, Back, BackTo, ByKey, Columns, ForeignKey, Forward, IsModel, KeyRefOf, Link, Many, Maybe,
    Named, One as ExactlyOne, OnlyKeyTo, Relation, Reverse, Through, ToOne, Via, back,
};
pub use row::{
    DebugSlot, DebugSlots, IntoModels, IntoRow, Item, KeysOf, One, Record, RowData, RowParts,
    Single,
};

pub(crate) use tenant::same_tenant;
pub use tenant::{NoTenant, OfTenant, SharedWith, SoftDelete};
pub use types::{Both, FieldsOf, ReadField, TypeOn, TypesOn};

use crate::path::Path;

/// A struct that stands for a table. Written by [`derive(Model)`](crate::Model).
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a model",
    label = "not a model",
    note = "write `#[derive(Model)]` on `{Self}`"
)]
pub trait Model: Record<Model = Self> + Sized + 'static {
    /// Names and facts of the model, as data.
    const META: &'static ModelMeta;
    /// The primary key's type: `i32`, or `(i32, i32)` for two columns.
    type Key: Key;
    /// The columns and relations as seen from a path.
    type Fields<P: Path<Model = Self>>: Copy;
    /// The row type: the model and what was loaded with it.
    type Row<L: 'static, O: 'static, H: Record<Model = Self>>: RowParts<Model = Self, Record = H, Slots = L, One = Self::Row<L, Single, H>>
        + 'static;
    /// The fields by which rows are put together, borrowed: `(first, (second, ()))`.
    type Keys<'m>: Copy + Send + Sync;
    /// Which fields may be left out: a [`Kept`] or a
    /// [`Chosen`] each, or `()` where none may.
    type Mask: FieldMask;
    /// The types of the fields, a tuple, or [`Both`] of two.
    type Types;
    /// The relations, in the order of declaration.
    type Relations;
    /// No relation loaded: one `NotLoaded` a relation.
    type Unloaded: Default
        + crate::load::spec::RowSpec<Self, Record = Self>
        + crate::load::pick::PickRow<Self, Fields = Self::Fields<crate::path::Root<Self>>>;
    /// The model's own ordering, used where nothing else was said.
    type Ordering: crate::ast::OrderList + Default;
    /// Ascending by the primary key: what makes an order total.
    type KeyOrder: crate::ast::KeysetList + Default;
    /// What every queryset starts with: the default scope, or nothing.
    type Scope: crate::ast::DefaultFilter<Self>;
    /// The same as a value.
    const SCOPE: Self::Scope;

    /// The row's primary key.
    fn key(&self) -> KeyRefOf<'_, Self> {
        Self::key_in(self.keys())
    }
    /// The primary key among the keys of a row.
    fn key_in<'m>(keys: Self::Keys<'m>) -> KeyRefOf<'m, Self>
    where
        Self: 'm;
    /// Hands the tenant that the row belongs to to the encoder, if rows have one.
    fn encode_tenant(_: Self::Keys<'_>, _: &mut dyn KeyEncoder) {}
    /// How often the row was updated, where a field counts that.
    fn version_in(_: Self::Keys<'_>) -> i64 {
        0
    }
    /// The default scope of the rows that `P` leads to, if there is one.
    fn scope<P: Path<Model = Self>>() -> Option<&'static dyn crate::backend::ScopeSql> {
        None
    }
    /// The same without what it says of rows that are marked as deleted.
    fn scope_with_deleted<P: Path<Model = Self>>() -> Option<&'static dyn crate::backend::ScopeSql>
    {
        None
    }
    /// Columns and relations seen from `P`.
    fn fields<P: Path<Model = Self>>() -> Self::Fields<P>;
}

/// Reading a model from a row of a database. Written by the derive, for every backend
/// that can read the field types.
pub trait ReadModel<DB: diesel::backend::Backend>: Model {
    /// Reads the model's columns, the first of which is column `at` of the row.
    ///
    /// # Errors
    /// [`Error::Field`](crate::Error::Field), boxed.
    fn read<'r, R: Row<'r, DB>>(row: &R, at: usize) -> diesel::deserialize::Result<Self>;
    /// Reads the primary key alone, from a row that holds nothing else.
    ///
    /// # Errors
    /// Those of Diesel's deserialization.
    fn read_key<'r, R: Row<'r, DB>>(row: &R) -> diesel::deserialize::Result<Self::Key>;
}

/// Reads one field out of the row's column `place`, and says which field it was when the value
/// does not fit.
///
/// # Errors
/// [`Error::Field`](crate::Error::Field), boxed.
// (Called for every field of every row: where it is not inlined, a scan costs 4 % more.)
#[inline(always)]
pub fn read_field<'r, ST, T, DB, R>(
    row: &R,
    place: usize,
    meta: &'static ModelMeta,
    index: usize,
) -> diesel::deserialize::Result<T>
where
    DB: diesel::backend::Backend,
    R: Row<'r, DB>,
    T: diesel::deserialize::FromSql<ST, DB>,
{
    match row.get_value::<ST, T, usize>(place) {
        Ok(value) => Ok(value),
        Err(error) => Err(field_error(meta, index, &*error)),
    }
}

#[cold]
fn field_error(
    meta: &'static ModelMeta,
    index: usize,
    error: &(dyn std::error::Error + 'static),
) -> Box<dyn std::error::Error + Send + Sync> {
    Box::new(crate::Error::Field {
        model: meta.name,
        field: meta.columns.get(index).map_or("?", |column| column.field),
        reason: error.to_string(),
    })
}
