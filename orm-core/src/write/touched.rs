//! What every update of a model sets besides: the times of `auto_now`, and the version.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryId};
use diesel::serialize::ToSql;
use diesel::sql_types::HasSqlType;

use super::assign::{Target, bit};
use super::now::{Moment, Now};
use crate::backend::Backend;
use crate::model::Model;
use crate::path::{Path, Root, push_column};

/// A model whose rows can be updated.
pub trait Touched: Model {
    /// The times that are set: `(first, (second, ()))`.
    type Times: QueryId + Send + Sync + Clone;
    /// Those of now.
    fn times() -> Self::Times;
}

/// `changed = now`.
pub struct SetNow<M, T, ST, const AT: usize> {
    value: T,
    types: PhantomData<fn() -> (M, ST)>,
}
impl<M, T: Now, ST, const AT: usize> SetNow<M, T, ST, AT> {
    /// Of this moment.
    pub fn at(moment: Moment) -> Self {
        Self {
            value: T::of(moment),
            types: PhantomData,
        }
    }
}
impl<M, T: Clone, ST, const AT: usize> Clone for SetNow<M, T, ST, AT> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            types: PhantomData,
        }
    }
}
impl<M: 'static, T: 'static, ST: 'static, const AT: usize> QueryId for SetNow<M, T, ST, AT> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

/// Times on a database.
pub trait PushTimes<DB: Backend> {
    /// Writes those of columns that are not among `taken`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_times<'b>(
        &'b self,
        taken: u128,
        target: Target,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>;
}
impl<DB: Backend> PushTimes<DB> for () {
    fn push_times<'b>(
        &'b self,
        _: u128,
        _: Target,
        _: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        Ok(())
    }
}
impl<H: PushTimes<DB>, T: PushTimes<DB>, DB: Backend> PushTimes<DB> for (H, T) {
    fn push_times<'b>(
        &'b self,
        taken: u128,
        target: Target,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.0.push_times(taken, target, out)?;
        self.1.push_times(taken, target, out)
    }
}
impl<M, T, ST, DB, const AT: usize> PushTimes<DB> for SetNow<M, T, ST, AT>
where
    M: Model,
    T: ToSql<ST, DB>,
    DB: Backend + HasSqlType<ST>,
{
    fn push_times<'b>(
        &'b self,
        taken: u128,
        target: Target,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        if taken & bit(AT) == 0 {
            let column = M::META.columns.get(AT).map_or("", |column| column.column);
            out.push_sql(", ");
            push_target(column, target, out)?;
            out.push_sql(" = ");
            out.push_bind_param::<ST, T>(&self.value)?;
        }
        Ok(())
    }
}

/// `, version = version + 1`, unless it is set to something else.
pub(super) fn push_version<M: Model, DB: Backend>(
    taken: u128,
    target: Target,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    let version = M::META.version.filter(|&at| taken & bit(at) == 0);
    if let Some(column) = version.and_then(|at| M::META.columns.get(at)) {
        out.push_sql(", ");
        push_target(column.column, target, out)?;
        out.push_sql(" = ");
        // Beside a list of rows the bare name might be one of that list's.
        push_column(target.alias.unwrap_or(Root::<M>::ALIAS), column.column, out)?;
        out.push_sql(" + 1");
    }
    Ok(())
}

/// The name of a column that is set.
pub(super) fn push_target<DB: Backend>(
    column: &str,
    target: Target,
    out: &mut AstPass<'_, '_, DB>,
) -> QueryResult<()> {
    match target.alias {
        Some(alias) => push_column(alias, column, out),
        None => out.push_identifier(column),
    }
}
