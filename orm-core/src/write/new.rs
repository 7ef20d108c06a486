//! What a model's `NewBook` promises: a row that is to be created, and how its fields are written.

use std::any::Any;

use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::AstPass;
use diesel::serialize::ToSql;
use diesel::sql_types::{HasSqlType, Nullable};

use super::NoReadonly;
use super::given::Values;
use crate::backend::Backend;
use crate::error::InvalidField;
use crate::model::{FieldType, Model};

/// A model whose rows can be created: any but those with `#[model(readonly)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is never written",
    label = "its rows are only read",
    note = "`#[model(readonly)]` stands on `{Self}`"
)]
pub trait Creatable: Model + NoReadonly {
    /// A row that is to be created: `NewBook`.
    type New: New<Model = Self>;
    /// The columns by which a row that was read is found, as a tuple of
    /// [`Place`](super::Place)s: those of the primary key, and the version.
    type FoundBy;
}

/// A row that is to be created. Written by [`derive(Model)`](crate::Model), as `NewBook` for `Book`.
pub trait New: Sized + Send + Sync + 'static {
    /// The model.
    type Model: Creatable<New = Self>;
    /// The columns that can be written: all but generated ones.
    const PLACES: &'static [usize];
    /// Those of them that are written where nothing is left to the database.
    const USUAL: &'static [usize];
    /// A field is a list, which cannot travel inside a list of rows.
    const LISTS: bool;
    /// Whether the column's value is left to the database.
    fn leaves(&self, at: usize) -> bool;
    /// Fills in what is known when the row is written: times of `auto_now` and `auto_now_add`.
    fn prepare(&mut self);
    /// Out of values that are there for all fields that need one.
    ///
    /// # Errors
    /// The place of a field that has no value.
    fn from_values(values: &mut dyn Values) -> Result<Self, usize>;
    /// The model's rows keep rules.
    const RULES: bool = false;
    /// A row that is there, for the rules.
    fn of_row(_: Self::Model) -> Option<Self> {
        None
    }
    /// What is wrong with it, by the rules of a model with `#[model(validate)]`.
    fn faults(&self) -> Vec<InvalidField> {
        Vec::new()
    }
}

/// A row that is to be created on a database that has the types of its fields.
pub trait WriteNew<DB: DieselBackend>: New {
    /// Shows the visitor the field of a column.
    fn field<V: VisitField<Self, DB>>(at: usize, visitor: V) -> diesel::QueryResult<()>;
}

/// A model whose keys can be bound on a database.
// The key's type is named by the impl: were it found by the model, a type that cannot be a key would
// be told of here as well.
pub trait WriteKey<DB: DieselBackend, K>: Model {
    /// Shows the visitor a part of a key.
    ///
    /// # Errors
    /// The visitor's.
    fn key_part<V: VisitField<K, DB>>(at: usize, visitor: V) -> diesel::QueryResult<()>;
}

/// What is done with a field of rows that are to be created.
pub trait VisitField<N, DB: DieselBackend> {
    /// Does it. `AT` is the column's place.
    ///
    /// # Errors
    /// Those of the query builder, and of Diesel's serialization.
    fn field<ST, T, const AT: usize>(
        self,
        get: for<'n> fn(&'n N) -> &'n T,
    ) -> diesel::QueryResult<()>
    where
        DB: HasSqlType<ST>,
        ST: diesel::sql_types::SqlType + 'static,
        T: ToSql<ST, DB> + 'static;
}

/// A field's type that can be written to a database: what `WriteNew` asks of each.
pub trait WriteField<DB: DieselBackend>: Sized + 'static {
    /// Shows the visitor a field of this type.
    ///
    /// # Errors
    /// The visitor's.
    fn visit<N, V: VisitField<N, DB>, const AT: usize>(
        visitor: V,
        get: for<'n> fn(&'n N) -> &'n Self,
    ) -> diesel::QueryResult<()>;
    /// The same of a field that may be NULL, or left to the database.
    ///
    /// # Errors
    /// The visitor's.
    fn visit_maybe<N, V: VisitField<N, DB>, const AT: usize>(
        visitor: V,
        get: for<'n> fn(&'n N) -> &'n Option<Self>,
    ) -> diesel::QueryResult<()>;
}
#[diagnostic::do_not_recommend]
impl<T, DB> WriteField<DB> for T
where
    T: FieldType + ToSql<T::Sql, DB> + 'static,
    T::Sql: 'static,
    DB: DieselBackend + HasSqlType<T::Sql>,
{
    fn visit<N, V: VisitField<N, DB>, const AT: usize>(
        visitor: V,
        get: for<'n> fn(&'n N) -> &'n T,
    ) -> diesel::QueryResult<()> {
        visitor.field::<T::Sql, T, AT>(get)
    }
    fn visit_maybe<N, V: VisitField<N, DB>, const AT: usize>(
        visitor: V,
        get: for<'n> fn(&'n N) -> &'n Option<T>,
    ) -> diesel::QueryResult<()> {
        visitor.field::<Nullable<T::Sql>, Option<T>, AT>(get)
    }
}

/// Binds one row's field.
pub(super) struct PushBind<'r, 'a, 'b, N, DB: DieselBackend> {
    pub(super) row: &'b N,
    pub(super) out: &'r mut AstPass<'a, 'b, DB>,
}
impl<'b, N, DB: Backend> VisitField<N, DB> for PushBind<'_, '_, 'b, N, DB> {
    fn field<ST, T, const AT: usize>(
        self,
        get: for<'n> fn(&'n N) -> &'n T,
    ) -> diesel::QueryResult<()>
    where
        DB: HasSqlType<ST>,
        ST: diesel::sql_types::SqlType + 'static,
        T: ToSql<ST, DB> + 'static,
    {
        let (open, close) = self.out.backend().dialect().around_bind::<ST>();
        self.out.push_sql(open);
        self.out.push_bind_param::<ST, T>(get(self.row))?;
        self.out.push_sql(close);
        Ok(())
    }
}

/// Puts a value where a field waits for one of its type.
pub(super) fn put<T: 'static>(value: &mut Option<T>, slot: &mut dyn Any) {
    if let Some(slot) = slot.downcast_mut::<Option<T>>() {
        *slot = value.take();
    }
}

/// The value of a field that has no default.
///
/// # Errors
/// The field's place, where there is none.
pub fn given<T: 'static>(values: &mut dyn Values, at: usize) -> Result<T, usize> {
    maybe_given(values, at).ok_or(at)
}

/// The value of a field that can do without.
pub fn maybe_given<T: 'static>(values: &mut dyn Values, at: usize) -> Option<T> {
    let mut slot: Option<T> = None;
    values.take(at, &mut slot);
    slot
}
