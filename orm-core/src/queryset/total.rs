//! Totals: `aggregate(total = sum(price), n = count())`, one row of aggregates of all rows.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Untyped;

use super::{QuerySet, SelectOn, Selection, TopSlice};
use crate::ast::{
    Condition, NoSlice, OfAll, OrderBy, PushOrder, PushSlice, Slice, SliceTo, Unlocked,
};
use crate::backend::Backend;
use crate::driver::Driver;
use crate::load::pick::{Pick, PickOn};
use crate::load::pick_values::Only;
use crate::load::statement::{AnyTwo, Mode, Plain};
use crate::load::values::ValueList;
use crate::model::Model;
use crate::path::{Joins, Path, Root, push_table};
use crate::queryset::{Distinctness, LoadOn};

/// Aggregates of all rows of a queryset, made into what `F` gives: always one row.
///
/// SQL: `SELECT SUM(…), … FROM … WHERE …`; of a slice, `FROM (SELECT … LIMIT …)`.
pub struct Totals<Q, L> {
    queryset: Q,
    pick: L,
}

impl<Q: Clone, L: Clone> Clone for Totals<Q, L> {
    fn clone(&self) -> Self {
        Self {
            queryset: self.queryset.clone(),
            pick: self.pick.clone(),
        }
    }
}

impl<Q: Copy, L: Copy> Copy for Totals<Q, L> {}

impl<M: Model, W, O, D, S, L: Pick<M>> QuerySet<M, W, O, D, S, L> {
    /// Aggregates of all rows, made into what `map` gives: `(first, (second, ()))`. It is one
    /// row, for [`get`](Totals::get).
    ///
    /// SQL: `SELECT SUM(…), COUNT(*) FROM …`.
    pub fn aggregate<N, E, A>(
        self,
        exprs: E,
        map: fn(E::Values) -> A,
    ) -> Totals<Self, Only<N, E, fn(E::Values) -> A>>
    where
        S: Unlocked,
        E: ValueList<Scope: OfAll>,
    {
        Totals {
            queryset: self,
            pick: Only {
                exprs,
                map,
                names: PhantomData,
            },
        }
    }
}

impl<Q: Selection, P: Pick<Q::Model>> QueryId for Totals<Q, P> {
    type QueryId = Totals<Q::QueryId, P::Id>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID && P::STATIC;
}

impl<Q: Selection, P: Pick<Q::Model>> Selection for Totals<Q, P> {
    type Model = Q::Model;
    type Slots = P;
    type Place = Q::Place;
    fn slots(&self) -> &P {
        &self.pick
    }
    fn check(&self) -> crate::Result<()> {
        self.queryset.check()?;
        self.pick.check()
    }
}

impl<Q, P, DB: Backend> TopSlice<DB> for Totals<Q, P> {
    type Own = NoSlice;
    type Top = SliceTo;
    fn own_slice(&self) -> NoSlice {
        NoSlice
    }
    fn top_slice(&self, count: i64) -> SliceTo {
        NoSlice.top(count)
    }
}

impl<M, W, O, D, S, L, P, DB> SelectOn<DB> for Totals<QuerySet<M, W, O, D, S, L>, P>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    O: OrderBy<M> + PushOrder<M, DB>,
    D: Distinctness,
    S: PushSlice<DB>,
    L: Pick<M>,
    P: PickOn<M, DB>,
    DB: Backend,
{
    fn push_rows<'b, Sl: PushSlice<DB>, Md: Mode>(
        &'b self,
        _: &'b Sl,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        out.push_sql("SELECT ");
        self.pick.columns(true, &mut None, out.reborrow())?;
        out.push_sql(" FROM ");
        if S::SLICED {
            // The rows of the slice, under the name of the table itself.
            out.push_sql("(");
            self.queryset.push_whole_rows(out.reborrow())?;
            out.push_sql(") AS ");
            out.push_identifier(Root::<M>::ALIAS)?;
            return self.pick.joins(&mut Joins::new(&mut out));
        }
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        let condition = &self.queryset.condition;
        let joins = &mut Joins::new(&mut out);
        joins.inner(|joins| condition.needs(joins))?;
        condition.joins(joins)?;
        self.pick.joins(joins)?;
        if condition.is_absent() {
            return Ok(());
        }
        out.push_sql(" WHERE ");
        condition.walk_ast(out)
    }

    fn push_count<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT 1");
        Ok(())
    }

    fn push_exists<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT 1");
        Ok(())
    }
}

impl<Q, L> Query for Totals<Q, L> {
    type SqlType = Untyped;
}
impl<Q, L, DB> QueryFragment<DB> for Totals<Q, L>
where
    Self: SelectOn<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.push_rows::<NoSlice, Plain>(&NoSlice, out)
    }
}

impl<Q, P> Totals<Q, P> {
    /// The aggregates. Of no rows `count` is 0, and the others are `None`.
    ///
    /// # Errors
    /// [`Error::Database`](crate::Error::Database), and
    /// [`Error::Field`](crate::Error::Field) for a value that does not fit.
    pub fn get<'c, C, Dr: Driver>(
        &'c self,
        conn: &'c mut C,
    ) -> Dr::Out<'c, <Self as LoadOn<C, Dr>>::One>
    where
        Self: LoadOn<C, Dr, Row: 'c, One: 'c> + Selection,
    {
        Dr::then(self.load_top::<AnyTwo>(conn), |rows| {
            super::terminal::only::<<Self as Selection>::Model, _>(rows)
                .map(<Self as LoadOn<C, Dr>>::alone)
        })
    }
}
