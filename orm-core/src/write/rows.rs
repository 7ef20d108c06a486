//! The rows that a write is of, as its WHERE says them.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::assign::push_from_one_row;
use super::cascade::push_is_unmarked;
use super::insert::push_columns;
use crate::ast::{Asks, Condition, ModelOrder, NoSlice, push_key_in};
use crate::backend::{Backend, Dialect, push_in_list, push_key_part, push_keys};
use crate::model::{EncodeKey, KeyList, Model};
use crate::path::{Joins, Path, Root, push_column, push_table};
use crate::queryset::{All, KeyedSelect, QuerySet};
use crate::{Error, Result};

/// A model that is written: any but those with `#[model(readonly)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is never written",
    label = "its rows are only read",
    note = "`#[model(readonly)]` stands on `{Self}`"
)]
pub trait NoReadonly {}

/// The rows that a write is of: those that meet a condition.
pub(super) type RowsOf<M, W> = QuerySet<M, W, ModelOrder, All, NoSlice, <M as Model>::Unloaded>;

/// The rows that meet a condition.
pub(super) fn rows_of<M: Model, W>(condition: W) -> RowsOf<M, W> {
    QuerySet {
        condition,
        order: ModelOrder,
        slice: NoSlice,
        slots: M::Unloaded::default(),
        types: PhantomData,
    }
}

/// Refuses what has no meaning.
///
/// # Errors
/// [`Error::Slice`]; [`Error::NoFilter`], since a condition that was said and is absent must not
/// mean all rows.
pub(super) fn check<M: Model, W: Condition>(rows: &RowsOf<M, W>) -> Result<()> {
    rows.condition.check()?;
    if !rows.condition.chooses() {
        return Err(Error::NoFilter {
            model: M::META.name,
        });
    }
    Ok(())
}

/// The condition, of the row as it is when it is written: a list of keys made before would
/// not notice that another connection has changed the row meanwhile.
pub(super) fn push_where<'b, M, W, DB>(
    rows: &'b RowsOf<M, W>,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    RowsOf<M, W>: KeyedSelect<DB>,
    DB: Backend,
{
    let condition = &rows.condition;
    if condition.is_absent() {
        return Ok(());
    }
    out.push_sql(" WHERE ");
    if W::ASKS != Asks::Tables {
        return condition.walk_ast(out);
    }
    if out.backend().dialect() == Dialect::Mysql {
        return push_among_keys(rows, out);
    }
    out.push_sql("EXISTS (SELECT 1");
    push_from_one_row(&mut out);
    condition.joins(&mut Joins::new(&mut out))?;
    out.push_sql(" WHERE ");
    condition.walk_ast(out.reborrow())?;
    out.push_sql(")");
    Ok(())
}

/// MariaDB before 11.1 plans an UPDATE of one table a row at a time: it reads, and locks, all of
/// them, and looks each up in the list that says which (100 of 200,000 rows in 12 s and not 1 ms).
/// One of several tables it plans as it plans a SELECT.
pub(super) fn push_planned<DB: Backend>(out: &mut AstPass<'_, '_, DB>) {
    if out.backend().dialect() == Dialect::Mysql {
        out.push_sql(" INNER JOIN (SELECT 1) AS one_row");
    }
}

/// MySQL reads the table that it writes only in a derived one, which the limit keeps it
/// from dissolving.
fn push_among_keys<'b, M, W, DB>(
    rows: &'b RowsOf<M, W>,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    M: Model,
    RowsOf<M, W>: KeyedSelect<DB>,
    DB: Backend,
{
    push_key_in::<M, _>(&mut out)?;
    out.push_sql("SELECT * FROM (");
    rows.push_key(out.reborrow())?;
    out.push_sql(out.backend().dialect().no_limit());
    out.push_sql(") AS chosen)");
    Ok(())
}

/// The keys of the rows, which stay as they are until the transaction ends.
pub(super) struct Locked<'r, M: Model, W>(pub(super) &'r RowsOf<M, W>);

impl<M: Model, W: QueryId> QueryId for Locked<'_, M, W> {
    type QueryId = Locked<'static, M, W::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = W::HAS_STATIC_QUERY_ID;
}
impl<M, W, DB> QueryFragment<DB> for Locked<'_, M, W>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    RowsOf<M, W>: KeyedSelect<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_locked(self.0, M::META.key_columns(), false, out)
    }
}

/// The rows, which stay as they are until the transaction ends. `UNMARKED`: those that are not
/// marked as deleted.
pub(super) struct LockedRows<'r, M: Model, W, const UNMARKED: bool>(pub(super) &'r RowsOf<M, W>);

impl<M: Model, W: QueryId, const UNMARKED: bool> QueryId for LockedRows<'_, M, W, UNMARKED> {
    type QueryId = LockedRows<'static, M, W::QueryId, UNMARKED>;
    const HAS_STATIC_QUERY_ID: bool = W::HAS_STATIC_QUERY_ID;
}
impl<M, W, DB, const UNMARKED: bool> QueryFragment<DB> for LockedRows<'_, M, W, UNMARKED>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    RowsOf<M, W>: KeyedSelect<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let columns = M::META.columns.iter().map(|column| column.column);
        push_locked(self.0, columns, UNMARKED, out)
    }
}

fn push_locked<'b, M, W, DB>(
    rows: &'b RowsOf<M, W>,
    columns: impl Iterator<Item = &'static str>,
    unmarked: bool,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    RowsOf<M, W>: KeyedSelect<DB>,
    DB: Backend,
{
    out.push_sql("SELECT ");
    for (at, column) in columns.enumerate() {
        if at > 0 {
            out.push_sql(", ");
        }
        push_column(Root::<M>::ALIAS, column, &mut out)?;
    }
    out.push_sql(" FROM ");
    push_table(M::META, Root::<M>::ALIAS, &mut out)?;
    match unmarked {
        true => push_where_unmarked(rows, &mut out)?,
        false => push_where(rows, out.reborrow())?,
    }
    push_held(&mut out);
    Ok(())
}

/// The condition, of rows that are not marked as deleted.
pub(super) fn push_where_unmarked<'b, M, W, DB>(
    rows: &'b RowsOf<M, W>,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    RowsOf<M, W>: KeyedSelect<DB>,
    DB: Backend,
{
    push_where(rows, out.reborrow())?;
    if M::META.soft_delete.is_none() {
        return Ok(());
    }
    out.push_sql(match rows.condition.is_absent() {
        true => " WHERE ",
        false => " AND ",
    });
    push_is_unmarked(M::META, Root::<M>::ALIAS, out)
}

/// `SELECT … FROM books AS self WHERE `: all columns.
pub(super) fn push_select<M: Model, DB: Backend>(out: &mut AstPass<'_, '_, DB>) -> QueryResult<()> {
    out.push_sql("SELECT ");
    push_columns(M::META, out)?;
    out.push_sql(" FROM ");
    push_table(M::META, Root::<M>::ALIAS, out)?;
    out.push_sql(" WHERE ");
    Ok(())
}

/// ` FOR UPDATE`. SQLite locks its file as a whole.
pub(super) fn push_held<DB: Backend>(out: &mut AstPass<'_, '_, DB>) {
    if out.backend().dialect() != Dialect::Sqlite {
        out.push_sql(" FOR UPDATE");
    }
}

/// The columns hold one of the listed keys.
pub(super) fn push_listed<'b, 'n, K: EncodeKey, DB: Backend>(
    keys: &'b KeyList<K>,
    alias: &str,
    columns: impl Iterator<Item = &'n str> + Clone,
    out: &mut AstPass<'_, 'b, DB>,
) -> QueryResult<()> {
    let mut single = columns.clone();
    if let (Some(column), None) = (single.next(), single.next()) {
        push_column(alias, column, out)?;
        return push_in_list(keys, out);
    }
    out.push_sql("EXISTS (SELECT 1 FROM ");
    push_keys(keys, out)?;
    for (part, column) in columns.enumerate() {
        out.push_sql(if part == 0 { " WHERE " } else { " AND " });
        push_column(alias, column, out)?;
        out.push_sql(" = ");
        push_key_part(keys, part, out)?;
    }
    out.push_sql(")");
    Ok(())
}
