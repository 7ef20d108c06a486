//! Rows with windows, refined further: they stand in a subquery in FROM, under the name of
//! their table.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::sliced::push_end;
use super::{
    All, BatchPath, BatchWith, IntoOrderList, JoinPath, OrderFor, PutInto, QuerySet, Refined,
    SelectOn, SelectPath, Selection, Source, SourceModel, Unsliced, WithWindows,
};
use crate::ast::{
    And, Condition, IntoCondition, NoCondition, NoSlice, Not, OfRows, OrderBy, PushOrder, PushSeen,
    PushSlice, Said, Slice, push_order_by,
};
use crate::backend::Backend;
use crate::load::pick::{Pick, PickOn, PickRow};
use crate::load::pick_values::{Only, With};
use crate::load::spec::{ALL, BatchedAs, Limits, SelectedRow, push_row};
use crate::load::statement::Mode;
use crate::load::values::ValueList;
use crate::model::{Model, Relation};
use crate::path::{IntoHop, Joins, Path, Root, push_table};

/// The rows of queryset `Q`, which gives windows, filtered by these: each row gives `L`.
///
/// SQL: `SELECT … FROM (SELECT …, ROW_NUMBER() OVER (…) FROM … WHERE …) WHERE …`.
pub struct Ranked<Q, L, H, O, S = NoSlice> {
    pub(super) inner: Q,
    pub(super) pick: L,
    pub(super) having: H,
    pub(super) order: O,
    pub(super) slice: S,
}

impl<Q: Clone, L: Clone, H: Clone, O: Clone, S: Clone> Clone for Ranked<Q, L, H, O, S> {
    fn clone(&self) -> Self {
        Self {
            inner: self.inner.clone(),
            pick: self.pick.clone(),
            having: self.having.clone(),
            order: self.order.clone(),
            slice: self.slice.clone(),
        }
    }
}

/// A queryset with windows, whose rows stand in a subquery.
pub type RankedRows<M, W, O, L, H = NoCondition, O2 = O> =
    Ranked<QuerySet<M, W, O, All, NoSlice, L>, <L as WithWindows>::Seen, H, O2>;

impl<Q, L, H, O, S> Ranked<Q, L, H, O, S> {
    fn with_having<H2>(self, change: impl FnOnce(H) -> H2) -> Ranked<Q, L, H2, O, S> {
        Ranked {
            inner: self.inner,
            pick: self.pick,
            having: change(self.having),
            order: self.order,
            slice: self.slice,
        }
    }

    pub(super) fn with_pick<L2>(self, change: impl FnOnce(L) -> L2) -> Ranked<Q, L2, H, O, S> {
        Ranked {
            inner: self.inner,
            pick: change(self.pick),
            having: self.having,
            order: self.order,
            slice: self.slice,
        }
    }

    fn with_slice<S2>(self, slice: S2) -> Ranked<Q, L, H, O, S2> {
        Ranked {
            inner: self.inner,
            pick: self.pick,
            having: self.having,
            order: self.order,
            slice,
        }
    }

    /// Only rows that meet the condition.
    pub fn filter<C>(self, condition: C) -> Ranked<Q, L, And<H, C::Condition>, O, S>
    where
        C: IntoCondition,
        S: Unsliced,
    {
        self.with_having(|before| And(before, condition.into_condition()))
    }

    /// Exactly the rows that `filter` with this condition leaves out.
    pub fn exclude<C>(self, condition: C) -> Ranked<Q, L, And<H, Not<C::Condition>>, O, S>
    where
        C: IntoCondition,
        S: Unsliced,
    {
        self.with_having(|before| And(before, Not(condition.into_condition())))
    }

    /// In this order; a second `order_by` replaces the first.
    pub fn order_by<T>(self, terms: T) -> Ranked<Q, L, H, Said<T::List>, S>
    where
        T: IntoOrderList,
        S: Unsliced,
    {
        Ranked {
            inner: self.inner,
            pick: self.pick,
            having: self.having,
            order: Said(terms.into_list()),
            slice: self.slice,
        }
    }

    /// Other values, among which can be those of the windows.
    pub fn values<N, E, A>(
        self,
        exprs: E,
        map: fn(E::Values) -> A,
    ) -> Ranked<Q, Only<N, E, fn(E::Values) -> A>, H, O, S>
    where
        E: ValueList<Scope: OfRows>,
    {
        self.with_pick(|_| Only {
            exprs,
            map,
            names: PhantomData,
        })
    }

    /// More values beside each row.
    pub fn annotate<N, E, A>(
        self,
        exprs: E,
        map: fn(E::Values) -> A,
    ) -> Ranked<Q, With<L, N, E, fn(E::Values) -> A>, H, O, S>
    where
        E: ValueList<Scope: OfRows>,
    {
        self.annotate_as(exprs, map)
    }

    /// The same, with another way to put a row and its values together.
    pub fn annotate_as<N, E, F>(self, exprs: E, beside: F) -> Ranked<Q, With<L, N, E, F>, H, O, S>
    where
        E: ValueList<Scope: OfRows>,
    {
        self.with_pick(|pick| With {
            pick,
            exprs,
            beside,
            names: PhantomData,
        })
    }

    /// Loads a to-one relation by a JOIN in the same query.
    pub fn select_related<R>(
        self,
        relation: R,
    ) -> Ranked<Q, <R as PutInto<L, R::List, JoinPath>>::Out, H, O, S>
    where
        Q: Selection,
        R: SelectPath<Q::Model> + PutInto<L, <R as SelectPath<Q::Model>>::List, JoinPath>,
    {
        let _ = relation;
        self.with_pick(|pick| R::put_into(pick, JoinPath))
    }

    /// Loads a relation by a batched query, one for each hop of its path.
    pub fn prefetch_related<R>(
        self,
        relation: R,
    ) -> Ranked<Q, <R as PutInto<L, super::slots::ListOf<R>, BatchPath>>::Out, H, O, S>
    where
        R: IntoHop,
        R::Parent: crate::path::PathList<(R::Rel, ())>,
        R: PutInto<L, super::slots::ListOf<R>, BatchPath>,
    {
        let _ = relation;
        self.with_pick(|pick| R::put_into(pick, BatchPath))
    }

    /// Loads the rows of a relation that a queryset gives, by a batched query.
    pub fn prefetch_with<R, B>(
        self,
        relation: R,
        queryset: B,
    ) -> Ranked<Q, <R as PutInto<L, super::slots::ListOf<R>, BatchWith<B>>>::Out, H, O, S>
    where
        R: IntoHop,
        R::Parent: crate::path::PathList<(R::Rel, ())>,
        B: Refined<Slots: PickRow<<B as Selection>::Model>>,
        B::Order: OrderFor<B::Slice, B::Model>,
        <R::Rel as Relation>::Arity: BatchedAs<Limits<B>, SelectedRow<B>>,
        R: PutInto<L, super::slots::ListOf<R>, BatchWith<B>>,
    {
        let _ = relation;
        self.with_pick(|pick| R::put_into(pick, BatchWith(queryset)))
    }
}

impl<Q: Selection, L: Pick<Q::Model>, H, O, S> SourceModel for Ranked<Q, L, H, O, S> {
    type Model = Q::Model;
    type Fields = L::Fields;
    fn fields(&self) -> L::Fields {
        self.pick.fields()
    }
}

#[diagnostic::do_not_recommend]
impl<Q: Selection, L: Pick<Q::Model>, H, O, S> Source for Ranked<Q, L, H, O, S> {
    type Builder = Self;
    fn start(self) -> Self {
        self
    }
}

impl<Q, L, H, O, S> QueryId for Ranked<Q, L, H, O, S>
where
    Q: Selection,
    L: Pick<Q::Model>,
    H: QueryId,
    O: QueryId,
    S: QueryId,
{
    type QueryId = Ranked<Q::QueryId, L::Id, H::QueryId, O::QueryId, S::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID
        && L::STATIC
        && H::HAS_STATIC_QUERY_ID
        && O::HAS_STATIC_QUERY_ID
        && S::HAS_STATIC_QUERY_ID;
}

impl<Q, L, H, O, S> Selection for Ranked<Q, L, H, O, S>
where
    Q: Selection,
    L: Pick<Q::Model>,
    H: Condition,
    O: QueryId,
    S: Slice,
{
    type Model = Q::Model;
    type Slots = L;
    type Place = Q::Place;
    fn slots(&self) -> &L {
        &self.pick
    }
    fn check(&self) -> crate::Result<()> {
        super::check_slice::<Q::Model, S>(&self.slice)?;
        self.inner.check()?;
        self.having.check()?;
        self.pick.check()
    }
}

/// A queryset that can stand in FROM, with its model's columns and with its windows.
pub trait InFrom<DB: Backend> {
    /// `SELECT columns, windows FROM … WHERE …`.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_in_from<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()>;
}

impl<M, W, O, L, DB> InFrom<DB> for QuerySet<M, W, O, All, NoSlice, L>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    O: OrderBy<M>,
    L: Pick<M> + WithWindows<Exprs: PushSeen<DB>>,
    DB: Backend,
{
    fn push_in_from<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT ");
        push_row::<Root<M>, DB>(ALL, true, &mut None, &mut out)?;
        self.slots.exprs().push_seen(out.reborrow())?;
        out.push_sql(" FROM ");
        push_table(M::META, Root::<M>::ALIAS, &mut out)?;
        self.push_joins(true, false, &mut out)?;
        self.push_where(&mut out)
    }
}

impl<Q, L, H, O, S> Ranked<Q, L, H, O, S>
where
    Q: Selection,
    L: Pick<Q::Model>,
{
    /// FROM, its joins, and WHERE.
    fn push_from<'b, DB: Backend>(
        &'b self,
        loaded: bool,
        ordered: bool,
        out: &mut AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        Q: InFrom<DB>,
        H: Condition + QueryFragment<DB>,
        O: OrderBy<Q::Model>,
    {
        out.push_sql(" FROM (");
        self.inner.push_in_from(out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier(Root::<Q::Model>::ALIAS)?;
        let joins = &mut Joins::new(out);
        joins.inner(|joins| self.having.needs(joins))?;
        if loaded {
            self.pick.joins(joins)?;
        }
        self.having.joins(joins)?;
        if ordered {
            self.order.order_joins(joins)?;
        }
        if self.having.is_absent() {
            return Ok(());
        }
        out.push_sql(" WHERE ");
        self.having.walk_ast(out.reborrow())
    }
}

impl<Q, L, H, O, S, DB> SelectOn<DB> for Ranked<Q, L, H, O, S>
where
    Q: Selection + InFrom<DB>,
    L: PickOn<Q::Model, DB>,
    H: Condition + QueryFragment<DB>,
    O: PushOrder<Q::Model, DB>,
    S: PushSlice<DB>,
    DB: Backend,
{
    fn push_rows<'b, Sl: PushSlice<DB>, Md: Mode>(
        &'b self,
        slice: &'b Sl,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        let ordered = Md::ORDERED || S::SLICED;
        let total = Md::TOTAL || S::SLICED;
        out.push_sql("SELECT ");
        self.pick.columns(true, &mut None, out.reborrow())?;
        self.push_from(true, ordered, &mut out)?;
        if ordered {
            push_order_by::<Q::Model, O, DB>(&self.order, total, Md::REVERSE, out.reborrow())?;
        }
        push_end::<S, Sl, Md, DB>(slice, out)
    }

    fn push_count<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*)");
        if !S::SLICED {
            return self.push_from(false, false, &mut out);
        }
        out.push_sql(" FROM (SELECT 1 AS ");
        out.push_identifier("self.row")?;
        self.push_from(false, true, &mut out)?;
        push_order_by::<Q::Model, O, DB>(&self.order, true, false, out.reborrow())?;
        self.slice.push_limit(out.reborrow())?;
        out.push_sql(") AS ");
        out.push_identifier("rows")
    }

    fn push_exists<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT 1");
        self.push_from(false, false, &mut out)?;
        if S::SLICED {
            return self.slice.push_limit(out);
        }
        out.push_sql(" LIMIT 1");
        Ok(())
    }
}

super::sliced::statement! { impl [Q, L, H, O, S] Ranked<Q, L, H, O, S> }
super::sliced::slices! { impl [Q, L, H, O] Ranked }
super::terminals::terminals! {
    impl [Q, L, H, O, S] Ranked<Q, L, H, O, S> where Q: Selection, L: Pick<Q::Model>
}
