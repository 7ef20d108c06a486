//! The types of a model's fields, and the databases that have them.

use diesel::backend::Backend as DieselBackend;
use diesel::deserialize::{FromSql, Result as Deserialized};
use diesel::row::Row;
use diesel::sql_types::Nullable;

use super::{FieldType, Model, ModelMeta, read_field};

/// A field's type that a database can read. (Bounds on `FromSql` itself would name the SQL
/// type, and a field without one would then make every other field unreadable as well. For
/// the same reason the trait reads by itself and has no traits above it: a type that has no
/// SQL type is told of once, where the column's type is written.)
pub trait ReadField<DB: DieselBackend>: Sized {
    /// Reads the field: [`read_field`].
    ///
    /// # Errors
    /// Those of [`read_field`].
    fn read<'r, R: Row<'r, DB>>(
        row: &R,
        place: usize,
        meta: &'static ModelMeta,
        index: usize,
    ) -> Deserialized<Self>;
    /// The same, of a column that may hold NULL.
    ///
    /// # Errors
    /// Those of [`read_field`].
    fn read_maybe<'r, R: Row<'r, DB>>(
        row: &R,
        place: usize,
        meta: &'static ModelMeta,
        index: usize,
    ) -> Deserialized<Option<Self>>;
    /// Reads a part of a key from a row that holds nothing else.
    ///
    /// # Errors
    /// Those of Diesel's deserialization.
    fn read_key<'r, R: Row<'r, DB>>(row: &R, place: usize) -> Deserialized<Self>;
}
#[diagnostic::do_not_recommend]
impl<T: FieldType + FromSql<T::Sql, DB>, DB: DieselBackend> ReadField<DB> for T {
    #[inline(always)]
    fn read<'r, R: Row<'r, DB>>(
        row: &R,
        place: usize,
        meta: &'static ModelMeta,
        index: usize,
    ) -> Deserialized<T> {
        read_field::<T::Sql, T, DB, R>(row, place, meta, index)
    }
    #[inline(always)]
    fn read_maybe<'r, R: Row<'r, DB>>(
        row: &R,
        place: usize,
        meta: &'static ModelMeta,
        index: usize,
    ) -> Deserialized<Option<T>> {
        read_field::<Nullable<T::Sql>, Option<T>, DB, R>(row, place, meta, index)
    }
    #[inline]
    fn read_key<'r, R: Row<'r, DB>>(row: &R, place: usize) -> Deserialized<T> {
        row.get_value::<T::Sql, T, usize>(place)
    }
}

/// A field's type that a database has. The model is there for the text.
#[diagnostic::on_unimplemented(
    message = "`{M}` has a field of type `{Self}`, which the database `{DB}` does not have",
    label = "to a database without `{Self}`",
    note = "write a type that it has: `i64` for an unsigned number, rows of a model of their own or `serde_json::Value` for a list; `orm_core::databases` has a table of all types"
)]
pub trait TypeOn<M, DB> {}
#[diagnostic::do_not_recommend]
impl<T: ReadField<DB>, M, DB: DieselBackend> TypeOn<M, DB> for T {}

/// The types of all fields of a model. Errors show this name, and not the list behind it.
pub struct FieldsOf<M>(std::marker::PhantomData<fn() -> M>);
/// Two lists of types, where a model has too many fields for one.
pub struct Both<A, B>(std::marker::PhantomData<fn() -> (A, B)>);

/// The types of a model's fields, all of which a database has.
///
/// Terminals ask for it before all else, so that a type that is missing is told of by its name.
/// Where the loaders then ask for the same type to be read, the compiler finds that it has said
/// so. It says who asked first: so there must be no more steps from a terminal to the type on
/// this way than on the other, and lists are flat.
pub trait TypesOn<M, DB> {}
impl<M, DB> TypesOn<M, DB> for () {}
impl<M: Model<Types: TypesOn<M, DB>>, DB> TypesOn<M, DB> for FieldsOf<M> {}
impl<A: TypesOn<M, DB>, B: TypesOn<M, DB>, M, DB> TypesOn<M, DB> for Both<A, B> {}
macro_rules! lists {
    ($first:ident $($rest:ident)*) => {
        impl<M, DB, $first: TypeOn<M, DB> $(, $rest: TypeOn<M, DB>)*> TypesOn<M, DB>
            for ($first, $($rest,)*)
        {
        }
        lists!($($rest)*);
    };
    () => {};
}
lists!(A B C D E F G H I J K L N O P Q);
