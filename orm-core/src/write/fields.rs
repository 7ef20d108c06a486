//! Fields of plain models, chosen by type, as what is bound.

use std::ops::Deref;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::serialize::ToSql;
use diesel::sql_types::is_nullable;
use diesel::sql_types::{HasSqlType, Nullable, SqlType};

use super::given::{Generated, Writable};
use super::new::VisitField;
use super::{MayBeGiven, Place, Places, Required};
use crate::ast::{Col, Ex, MayBeNull, NotNull, Nullness};
use crate::model::{FieldAt, ForeignKey, Model};
use crate::path::{Hops, Root};

/// A field that can be set of rows that are found by their keys.
#[diagnostic::on_unimplemented(
    message = "the primary key is not set: each row is found by it",
    label = "a column of the primary key",
    note = "a row with another key is another row: create it, and delete this one"
)]
pub trait BesideKey {}
#[diagnostic::do_not_recommend]
impl BesideKey for Writable {}
#[diagnostic::do_not_recommend]
impl BesideKey for Required {}
#[diagnostic::do_not_recommend]
impl BesideKey for Generated {}

impl<M: Model, S, const AT: usize> Ex<Col<Root<M>, S, AT>> {
    #[doc(hidden)]
    pub fn of_each<W>(self) -> Place<AT>
    where
        M: FieldAt<AT, Write = W>,
        W: MayBeGiven + BesideKey,
    {
        Place
    }
}
impl<M: Model, F> Hops<Root<M>, F> {
    #[doc(hidden)]
    pub fn of_each<W, const AT: usize>(self) -> Place<AT>
    where
        F: ForeignKey<From = M, Places = Place<AT>>,
        M: FieldAt<AT, Write = W>,
        W: MayBeGiven + BesideKey,
    {
        Place
    }
}

/// A row of which all fields are there: a plain model, or a row that a queryset gave, or a
/// reference to one. `K` says which of these, and the compiler finds it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no whole row of `{M}`",
    label = "a `{M}`, a row of it, or a reference to one goes here",
    note = "a row with fields left out (`only`, `defer`) does not hold all values"
)]
pub trait WholeRow<M, K> {
    /// The model.
    fn whole(&self) -> &M;
}
/// The model itself.
pub struct ByModel;
/// What leads to it.
pub struct ByDeref;
/// A reference to what leads to it.
pub struct ByRef;
#[diagnostic::do_not_recommend]
impl<M: Model> WholeRow<M, ByModel> for M {
    fn whole(&self) -> &M {
        self
    }
}
#[diagnostic::do_not_recommend]
impl<M: Model, R: Deref<Target = M>> WholeRow<M, ByDeref> for R {
    fn whole(&self) -> &M {
        self
    }
}
#[diagnostic::do_not_recommend]
impl<M: Model, R: Deref<Target = M>> WholeRow<M, ByRef> for &R {
    fn whole(&self) -> &M {
        self
    }
}

/// A field's type that can be written to a database, with its `Option`.
pub trait ShowField<T: 'static, St, DB: DieselBackend>: Nullness {
    /// Shows it to the visitor.
    ///
    /// # Errors
    /// The visitor's.
    fn show<N, V: VisitField<N, DB>, const AT: usize>(
        visitor: V,
        get: for<'n> fn(&'n N) -> &'n Self::Of<T>,
    ) -> QueryResult<()>;
}
impl<T, St, DB> ShowField<T, St, DB> for NotNull
where
    T: ToSql<St, DB> + 'static,
    St: SqlType + 'static,
    DB: DieselBackend + HasSqlType<St>,
{
    fn show<N, V: VisitField<N, DB>, const AT: usize>(
        visitor: V,
        get: for<'n> fn(&'n N) -> &'n T,
    ) -> QueryResult<()> {
        visitor.field::<St, T, AT>(get)
    }
}
impl<T, St, DB> ShowField<T, St, DB> for MayBeNull
where
    T: ToSql<St, DB> + 'static,
    St: SqlType<IsNull = is_nullable::NotNull> + 'static,
    DB: DieselBackend + HasSqlType<St>,
{
    fn show<N, V: VisitField<N, DB>, const AT: usize>(
        visitor: V,
        get: for<'n> fn(&'n N) -> &'n Option<T>,
    ) -> QueryResult<()> {
        visitor.field::<Nullable<St>, Option<T>, AT>(get)
    }
}

/// Fields of a model, as a tuple of [`Place`]s, on a database that has their types.
pub trait ShowFields<M, DB: DieselBackend>: Places {
    /// One of them is a list, which cannot travel inside a list of rows.
    const LISTS: bool;
    /// Shows the visitor the field of a column, if it is one of these.
    ///
    /// # Errors
    /// The visitor's.
    fn show<V: VisitField<M, DB>>(at: usize, visitor: V) -> QueryResult<()>;
}

macro_rules! fields {
    ($first:ident $($rest:ident)*) => {
        impl<M, DB, const $first: usize $(, const $rest: usize)*> ShowFields<M, DB>
            for (Place<$first>, $(Place<$rest>,)*)
        where
            M: FieldAt<$first> $(+ FieldAt<$rest>)*,
            <M as FieldAt<$first>>::Null:
                ShowField<<M as FieldAt<$first>>::Rust, <M as FieldAt<$first>>::Stored, DB>,
            $(
                <M as FieldAt<$rest>>::Null:
                    ShowField<<M as FieldAt<$rest>>::Rust, <M as FieldAt<$rest>>::Stored, DB>,
            )*
            DB: DieselBackend,
        {
            const LISTS: bool =
                <M as FieldAt<$first>>::LIST $(|| <M as FieldAt<$rest>>::LIST)*;
            fn show<V: VisitField<M, DB>>(at: usize, visitor: V) -> QueryResult<()> {
                if at == $first {
                    let get = <M as FieldAt<$first>>::get;
                    return <<M as FieldAt<$first>>::Null as ShowField<_, _, DB>>::show::<M, V, $first>(visitor, get);
                }
                $(if at == $rest {
                    let get = <M as FieldAt<$rest>>::get;
                    return <<M as FieldAt<$rest>>::Null as ShowField<_, _, DB>>::show::<M, V, $rest>(visitor, get);
                })*
                Ok(())
            }
        }
        fields!($($rest)*);
    };
    () => {};
}
fields!(A B C D E F G H I J K L N O P Q R S T U W X Y Z);
impl<M, DB: DieselBackend> ShowFields<M, DB> for () {
    const LISTS: bool = false;
    fn show<V: VisitField<M, DB>>(_: usize, _: V) -> QueryResult<()> {
        Ok(())
    }
}
