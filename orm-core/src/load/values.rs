//! Values: a list of expressions that are selected, and how they are read.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::deserialize::{self, FromSql};
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::row::Row;
use diesel::sql_types::{SqlType, is_nullable};

use super::spec::{Names, push_name};
use crate::Error;
use crate::ast::{Ex, Node, Nullness, Out, Value};
use crate::backend::{Backend, Kind};
use crate::model::ModelMeta;

/// The names of values, for errors about them. Written by `queryset!`.
pub trait ValueNames: 'static {
    /// The names, in order.
    const NAMES: &'static [&'static str];
}
impl ValueNames for () {
    const NAMES: &'static [&'static str] = &[];
}

/// Expressions that are selected: `(first, (second, ()))`.
#[diagnostic::on_unimplemented(
    message = "this cannot be selected",
    label = "columns and calculations go here",
    note = "of a relation name a column, `artist.name`, or an aggregate, `count(tracks)`; to load it use `select_related` or `prefetch_related`"
)]
pub trait ValueList: Node + QueryId {
    /// The values in Rust: `(first, (second, ()))`.
    type Values: 'static;
    /// What reads them.
    type Reader: 'static;
    /// How many.
    const LEN: usize;
}
impl ValueList for () {
    type Values = ();
    type Reader = ();
    const LEN: usize = 0;
}
impl<E, T> ValueList for (Ex<E>, T)
where
    E: Value + QueryId,
    T: ValueList,
{
    type Values = (Out<E>, T::Values);
    type Reader = (Cell<E::Stored, E::Rust, E::Null>, T::Reader);
    const LEN: usize = 1 + T::LEN;
}

/// A value that can be selected.
#[diagnostic::on_unimplemented(
    message = "this cannot be selected",
    label = "a column or a calculation goes here",
    note = "of a relation select a column, `artist.name`, or an aggregate, `count(tracks)`; to load it use `select_related` or `prefetch_related`"
)]
pub trait Selectable {
    /// The value.
    type Expr: Value + QueryId;
    /// The value.
    fn into_selected(self) -> Ex<Self::Expr>;
}
#[diagnostic::do_not_recommend]
impl<E: Value + QueryId> Selectable for Ex<E> {
    type Expr = E;
    fn into_selected(self) -> Self {
        self
    }
}

/// A value in a list of those that are selected.
pub fn selected<T: Selectable>(value: T) -> Ex<T::Expr> {
    value.into_selected()
}

/// Reads one value.
pub struct Cell<St, T, N>(PhantomData<fn() -> (St, T, N)>);

/// Writes expressions that are selected.
pub trait PushValues<DB: Backend>: ValueList {
    /// There is one at least.
    const SOME: bool;
    /// Writes them, with a comma before each but the very first of a SELECT.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_values<'b>(
        &'b self,
        first: bool,
        names: &mut Names<'_>,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
    /// The same as they stand in GROUP BY: without casts.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_plain<'b>(&'b self, first: bool, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
    /// The same as they stand in ORDER BY.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_order<'b>(
        &'b self,
        first: bool,
        reverse: bool,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
}
#[diagnostic::do_not_recommend]
impl<DB: Backend> PushValues<DB> for () {
    const SOME: bool = false;
    fn push_values<'b>(
        &'b self,
        _: bool,
        _: &mut Names<'_>,
        _: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
    fn push_plain<'b>(&'b self, _: bool, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
    fn push_order<'b>(&'b self, _: bool, _: bool, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}
#[diagnostic::do_not_recommend]
impl<E, T, DB> PushValues<DB> for (Ex<E>, T)
where
    E: Value + QueryId + QueryFragment<DB>,
    T: PushValues<DB>,
    DB: Backend,
{
    const SOME: bool = true;
    fn push_values<'b>(
        &'b self,
        first: bool,
        names: &mut Names<'_>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        if !first {
            out.push_sql(", ");
        }
        push_cast(E::CAST, &self.0.0, out.reborrow())?;
        push_name(names, &mut out);
        self.1.push_values(false, names, out)
    }
    fn push_plain<'b>(&'b self, first: bool, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !first {
            out.push_sql(", ");
        }
        self.0.0.walk_ast(out.reborrow())?;
        self.1.push_plain(false, out)
    }
    fn push_order<'b>(
        &'b self,
        first: bool,
        reverse: bool,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        if !first {
            out.push_sql(", ");
        }
        crate::backend::order(&self.0.0, E::Null::MAYBE, reverse, None, out.reborrow())?;
        self.1.push_order(false, reverse, out)
    }
}

/// `CAST(value AS type)`, or the value alone.
pub(crate) fn push_cast<'b, E, DB>(
    cast: Option<Kind>,
    value: &'b E,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    E: QueryFragment<DB>,
    DB: Backend,
{
    let Some(kind) = cast else {
        return value.walk_ast(out);
    };
    out.push_sql("CAST(");
    value.walk_ast(out.reborrow())?;
    out.push_sql(" AS ");
    out.push_sql(out.backend().dialect().cast_type(kind));
    out.push_sql(")");
    Ok(())
}

/// Reads values, one after another.
pub trait ReadValues<DB: Backend>: 'static {
    /// The values in Rust.
    type Values: 'static;
    /// Reads them, and moves `at` behind them.
    ///
    /// # Errors
    /// [`Error::Field`], boxed.
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        meta: &'static ModelMeta,
        names: &'static [&'static str],
    ) -> deserialize::Result<Self::Values>;
}
impl<DB: Backend> ReadValues<DB> for () {
    type Values = ();
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(
        _: &Rw,
        _: &mut usize,
        _: &'static ModelMeta,
        _: &'static [&'static str],
    ) -> deserialize::Result<()> {
        Ok(())
    }
}
impl<St, T, N, Rest, DB> ReadValues<DB> for (Cell<St, T, N>, Rest)
where
    St: SqlType<IsNull = is_nullable::NotNull> + 'static,
    T: FromSql<St, DB> + 'static,
    N: Nullness,
    Rest: ReadValues<DB>,
    DB: Backend,
{
    type Values = (N::Of<T>, Rest::Values);
    #[inline]
    fn read<'r, Rw: Row<'r, DB>>(
        row: &Rw,
        at: &mut usize,
        meta: &'static ModelMeta,
        names: &'static [&'static str],
    ) -> deserialize::Result<Self::Values> {
        let value = match N::read::<T, St, DB, Rw>(row, *at) {
            Ok(value) => value,
            Err(error) => return Err(value_error(meta, names, &*error)),
        };
        *at += 1;
        let rest = names.get(1..).unwrap_or_default();
        Ok((value, Rest::read(row, at, meta, rest)?))
    }
}

#[cold]
fn value_error(
    meta: &'static ModelMeta,
    names: &'static [&'static str],
    error: &(dyn std::error::Error + 'static),
) -> Box<dyn std::error::Error + Send + Sync> {
    Box::new(Error::Field {
        model: meta.name,
        field: names.first().copied().unwrap_or("a selected value"),
        reason: error.to_string(),
    })
}
