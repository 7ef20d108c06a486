//! Writing ORDER BY.

use diesel::QueryResult;
use diesel::query_builder::AstPass;

use super::PushOrder;
use crate::backend::{Backend, push_number};
use crate::model::Model;
use crate::path::{Path, Root, push_column};

/// Writes ` ORDER BY …` of values that are distinct: what was said, and where it must be total,
/// the values themselves, by their places. The model's own order is none of them.
pub(crate) fn push_distinct_order<'b, M, O, DB>(
    order: &'b O,
    width: usize,
    total: bool,
    reverse: bool,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    M: Model,
    O: PushOrder<M, DB>,
    DB: Backend,
{
    let said = order.is_said() && !order.is_models();
    if !said && !total {
        return Ok(());
    }
    out.push_sql(" ORDER BY ");
    let mut first = true;
    if said {
        order.push_order(out.reborrow(), &mut first, reverse)?;
    }
    if total {
        for place in 1..=width {
            if !std::mem::take(&mut first) {
                out.push_sql(", ");
            }
            push_number(place as u64, &mut out);
            if order.is_reversed() != reverse {
                out.push_sql(" DESC");
            }
        }
    } else if first {
        out.push_sql("1");
    }
    Ok(())
}

/// Writes ` ORDER BY …`: the order, and where it must be total, the primary key after it.
pub(crate) fn push_order_by<'b, M, O, DB>(
    order: &'b O,
    total: bool,
    reverse: bool,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    M: Model,
    O: PushOrder<M, DB>,
    DB: Backend,
{
    let by_key = total && !order.is_total();
    if !order.is_said() && !by_key {
        return Ok(());
    }
    out.push_sql(" ORDER BY ");
    if push_order_after::<M, O, DB>(order, true, by_key, reverse, out.reborrow())? {
        // Every term was absent. PostgreSQL takes no plain constant here.
        out.push_sql("(SELECT NULL)");
    }
    Ok(())
}

/// Writes the terms behind ` ORDER BY `, where nothing stands if they are the `first`, and where
/// the order must be total the primary key after them. Tells whether there is nothing still.
pub(crate) fn push_order_after<'b, M, O, DB>(
    order: &'b O,
    mut first: bool,
    total: bool,
    reverse: bool,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<bool>
where
    M: Model,
    O: PushOrder<M, DB>,
    DB: Backend,
{
    order.push_order(out.reborrow(), &mut first, reverse)?;
    if total && !order.is_total() {
        for column in M::META.key_columns() {
            if !std::mem::take(&mut first) {
                out.push_sql(", ");
            }
            push_column(Root::<M>::ALIAS, column, &mut out)?;
            if order.is_reversed() != reverse {
                out.push_sql(" DESC");
            }
        }
    }
    Ok(first)
}
