//! The one row that has the values of a unique key: read, or updated, by a new row's values.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::insert::{counted, name, push_columns, push_name, push_returning};
use super::new::{New, PushBind, WriteNew};
use super::unique::Places;
use crate::backend::{Backend, Dialect};
use crate::model::Model;

/// Whether rows are read as others have just committed them, also inside of an older snapshot.
pub trait Sees: Send + Sync + 'static {
    /// They are.
    const LATEST: bool;
    /// They stay so until the transaction ends.
    const HELD: bool = false;
    /// Also rows that are marked as deleted.
    const MARKED: bool = false;
}
/// As any SELECT.
pub struct Snapshot;
/// As they are now.
pub struct Latest;
/// As they are now, also where they are marked as deleted.
pub struct Marked;
/// As they are now, and nobody else changes them.
pub struct Held;
impl Sees for Snapshot {
    const LATEST: bool = false;
}
impl Sees for Latest {
    const LATEST: bool = true;
}
impl Sees for Marked {
    const LATEST: bool = true;
    const MARKED: bool = true;
}
impl Sees for Held {
    const LATEST: bool = true;
    const HELD: bool = true;
}

/// `SELECT … FROM books WHERE isbn = ?`.
pub(super) struct SelectBy<'r, N, K, L> {
    pub(super) new: &'r N,
    pub(super) types: PhantomData<fn() -> (K, L)>,
}

impl<N: New, K: Places, L: Sees> QueryId for SelectBy<'_, N, K, L> {
    type QueryId = SelectBy<'static, N, K, L>;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<N, K, L, DB> QueryFragment<DB> for SelectBy<'_, N, K, L>
where
    N: WriteNew<DB>,
    K: Places,
    L: Sees,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let meta = N::Model::META;
        out.push_sql("SELECT ");
        push_columns(meta, &mut out)?;
        out.push_sql(" FROM ");
        push_name(meta, &mut out)?;
        push_where::<N, K, DB>(self.new, L::MARKED, &mut out)?;
        match out.backend().dialect() {
            // SQLite locks its file as a whole.
            Dialect::Postgres | Dialect::Mysql if L::HELD => out.push_sql(" FOR UPDATE"),
            Dialect::Mysql if L::LATEST => out.push_sql(" LOCK IN SHARE MODE"),
            _ => {}
        }
        Ok(())
    }
}

/// `UPDATE books SET price = ?, … WHERE isbn = ? RETURNING …`, and the times of `auto_now`.
pub(super) struct UpdateBy<'r, N, K, U> {
    pub(super) new: &'r N,
    pub(super) types: PhantomData<fn() -> (K, U)>,
}

impl<N: New, K: Places, U: Places> QueryId for UpdateBy<'_, N, K, U> {
    type QueryId = UpdateBy<'static, N, K, U>;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl<N, K, U, DB> QueryFragment<DB> for UpdateBy<'_, N, K, U>
where
    N: WriteNew<DB>,
    K: Places,
    U: Places,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let meta = N::Model::META;
        out.push_sql("UPDATE ");
        push_name(meta, &mut out)?;
        let timed = (0..meta.columns.len())
            .filter(|&at| meta.columns[at].auto_now && !U::PLACES.contains(&at));
        for (at, place) in U::PLACES.iter().copied().chain(timed).enumerate() {
            out.push_sql(if at == 0 { " SET " } else { ", " });
            out.push_identifier(name(meta, place))?;
            out.push_sql(" = ");
            let (row, out) = (self.new, &mut out);
            N::field(place, PushBind { row, out })?;
        }
        if let Some(version) = counted(meta, U::PLACES) {
            out.push_sql(", ");
            out.push_identifier(version)?;
            out.push_sql(" = ");
            out.push_identifier(version)?;
            out.push_sql(" + 1");
        }
        push_where::<N, K, DB>(self.new, false, &mut out)?;
        if out.backend().dialect() != Dialect::Mysql {
            push_returning(meta, &mut out)?;
        }
        Ok(())
    }
}

/// ` WHERE isbn = ? AND …`, of rows that are not marked as deleted, or of all.
fn push_where<'b, N: WriteNew<DB>, K: Places, DB: Backend>(
    row: &'b N,
    marked: bool,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let meta = N::Model::META;
    for (at, &place) in K::PLACES.iter().enumerate() {
        out.push_sql(if at == 0 { " WHERE " } else { " AND " });
        out.push_identifier(name(meta, place))?;
        out.push_sql(" = ");
        N::field(place, PushBind { row, out })?;
    }
    if let (false, Some(column)) = (marked, meta.soft_delete_column()) {
        out.push_sql(" AND ");
        out.push_identifier(column.column)?;
        out.push_sql(" IS NULL");
    }
    Ok(())
}
