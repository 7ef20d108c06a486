//! Writing values that were combined as SQL.

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment};

use super::combined::{Combined, ValuesSide};
use super::group_keys::PushKeys;
use super::sets::SetOperation;
use super::sets_order::ResultOrder;
use super::{Distinctness, Groups, QuerySet, SelectOn, Selection};
use crate::ast::{Condition, OrderList, PushList, PushOrder, PushSlice, Slice};
use crate::backend::Backend;
use crate::load::pick::{Pick, PickOn};
use crate::load::pick_values::Only;
use crate::load::spec::push_place;
use crate::load::statement::{Mode, Plain, Unordered};
use crate::load::values::ValueList;
use crate::model::Model;

/// A side of a set operation, with its columns named `c0`, `c1`, ….
pub trait PushSide<DB: Backend>: ValuesSide {
    /// The operation by which it is made, where it can stand beside the same without
    /// parentheses.
    const FLAT: Option<&'static str>;
    /// Writes it.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_side<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

/// `c0, c1, …`.
fn push_columns<DB: Backend>(count: usize, out: &mut AstPass<'_, '_, DB>) {
    for at in 0..count {
        if at > 0 {
            out.push_sql(", ");
        }
        push_place(at, out);
    }
}

/// `SELECT c0, c1 FROM (…) AS "self.side"`: neither an order nor a slice nor another
/// operation can stand in a side itself. SQLite takes no parentheses there.
fn push_derived<'b, Q, DB>(
    mut out: AstPass<'_, 'b, DB>,
    write: impl FnOnce(AstPass<'_, 'b, DB>) -> QueryResult<()>,
) -> QueryResult<()>
where
    Q: ValuesSide,
    DB: Backend,
{
    out.push_sql("SELECT ");
    push_columns(Q::Exprs::LEN, &mut out);
    out.push_sql(" FROM (");
    write(out.reborrow())?;
    out.push_sql(") AS ");
    out.push_identifier("self.side")
}

impl<M, W, O, D, S, N, E, F, DB> PushSide<DB> for QuerySet<M, W, O, D, S, Only<N, E, F>>
where
    Self: ValuesSide,
    M: Model,
    W: Condition + QueryFragment<DB>,
    O: PushOrder<M, DB>,
    D: Distinctness,
    S: PushSlice<DB>,
    Only<N, E, F>: PickOn<M, DB>,
    DB: Backend,
{
    const FLAT: Option<&'static str> = None;
    fn push_side<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let mut named = 0;
        if !S::SLICED {
            return self.push_select::<S, Unordered, DB>(&self.slice, &mut Some(&mut named), out);
        }
        push_derived::<Self, DB>(out, |out| {
            self.push_select::<S, Plain, DB>(&self.slice, &mut Some(&mut named), out)
        })
    }
}

impl<M, W, K, L, H, O, S, DB> PushSide<DB> for Groups<M, W, K, L, H, O, S>
where
    Self: ValuesSide,
    M: Model,
    W: Condition + QueryFragment<DB>,
    K: PushKeys<DB>,
    L: PickOn<M, DB>,
    H: Condition + QueryFragment<DB>,
    O: PushList<DB>,
    S: PushSlice<DB>,
    DB: Backend,
{
    const FLAT: Option<&'static str> = None;
    fn push_side<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        let mut named = 0;
        let names = &mut Some(&mut named);
        if !S::SLICED {
            return self.push_select::<S, Unordered, DB>(self.own_slice(), names, out);
        }
        push_derived::<Self, DB>(out, |out| {
            self.push_select::<S, Plain, DB>(self.own_slice(), names, out)
        })
    }
}

impl<Op, A, B, O, S, DB> PushSide<DB> for Combined<Op, A, B, O, S>
where
    Self: ValuesSide,
    Op: SetOperation,
    A: PushSide<DB>,
    B: PushSide<DB>,
    O: ResultOrder + PushList<DB>,
    S: PushSlice<DB>,
    DB: Backend,
{
    const FLAT: Option<&'static str> = if S::SLICED { None } else { Some(Op::SQL) };
    fn push_side<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        if !S::SLICED {
            return self.push_set(out);
        }
        push_derived::<Self, DB>(out, |out| self.push_whole::<S, Plain, DB>(&self.slice, out))
    }
}

impl<Op, A, B, O, S> Combined<Op, A, B, O, S> {
    /// `left UNION right`.
    fn push_set<'b, DB>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        Op: SetOperation,
        A: PushSide<DB>,
        B: PushSide<DB>,
        DB: Backend,
    {
        // Databases read `a UNION b EXCEPT c` differently; of one operation all read it from
        // the left.
        if A::FLAT.is_none_or(|left| left == Op::SQL) {
            self.left.push_side(out.reborrow())?;
        } else {
            push_derived::<A, DB>(out.reborrow(), |out| self.left.push_side(out))?;
        }
        out.push_sql(Op::SQL);
        if B::FLAT.is_none() {
            self.right.push_side(out)
        } else {
            push_derived::<B, DB>(out, |out| self.right.push_side(out))
        }
    }

    /// The whole, in its order and slice.
    fn push_whole<'b, Sl, Md, DB>(
        &'b self,
        slice: &'b Sl,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        Self: ValuesSide,
        Op: SetOperation,
        A: PushSide<DB>,
        B: PushSide<DB>,
        O: ResultOrder + PushList<DB>,
        S: Slice,
        Sl: PushSlice<DB>,
        Md: Mode,
        DB: Backend,
    {
        let ordered = (Md::ORDERED || S::SLICED) && O::LEN > 0;
        let total = Md::TOTAL || S::SLICED;
        let cut = S::SLICED || !Md::TOP.1.is_empty();
        if !ordered && !total && !cut {
            return self.push_set(out);
        }
        out.push_sql("SELECT ");
        push_columns(<Self as ValuesSide>::Exprs::LEN, &mut out);
        out.push_sql(" FROM (");
        self.push_set(out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier("self.set")?;
        let mut first = true;
        if ordered || total {
            out.push_sql(" ORDER BY ");
        }
        if ordered {
            self.order
                .push_list(out.reborrow(), &mut first, Md::REVERSE)?;
        }
        if total {
            // All that is selected, so that only equal values are where they happen to be.
            for at in 0..<Self as ValuesSide>::Exprs::LEN {
                if !std::mem::take(&mut first) {
                    out.push_sql(", ");
                }
                push_place(at, &mut out);
                if Md::REVERSE != self.order.is_reversed() {
                    out.push_sql(" DESC");
                }
            }
        } else if ordered && first {
            // Every term was absent.
            out.push_sql("(SELECT NULL)");
        }
        if S::SLICED {
            return slice.push_limit(out);
        }
        out.push_sql(Md::TOP.1);
        Ok(())
    }
}

impl<Op, A, B, O, S, DB> SelectOn<DB> for Combined<Op, A, B, O, S>
where
    Self: ValuesSide,
    Op: SetOperation,
    A: PushSide<DB>,
    B: PushSide<DB>,
    O: ResultOrder + PushList<DB>,
    S: PushSlice<DB>,
    DB: Backend,
{
    fn push_rows<'b, Sl: PushSlice<DB>, Md: Mode>(
        &'b self,
        slice: &'b Sl,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.push_whole::<Sl, Md, DB>(slice, out)
    }

    fn push_count<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM (");
        self.push_whole::<S, Unordered, DB>(&self.slice, out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier("rows")
    }

    fn push_exists<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT 1 FROM (");
        self.push_whole::<S, Unordered, DB>(&self.slice, out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier("rows")?;
        out.push_sql(" LIMIT 1");
        Ok(())
    }
}

super::sliced::statement! { impl [Op, A, B, O, S] Combined<Op, A, B, O, S> }
super::terminals::terminals! {
    impl [Op, A, B, O, S] Combined<Op, A, B, O, S>
    where A: Selection, A::Slots: Pick<A::Model>, O: OrderList
}
super::terminals::last! {
    impl [Op, A, B, O, S] Combined<Op, A, B, O, S>
    where A: Selection, A::Slots: Pick<A::Model>, O: OrderList, S: super::Unsliced
}
