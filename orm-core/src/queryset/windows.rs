//! Querysets with windows beside their rows. Later steps speak of the windows' values, which
//! are those before that step: the rows stand in a subquery from then on.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::Untyped;

use super::{
    All, BatchPath, BatchWith, ForEachParent, IntoOrderList, JoinPath, OrderFor, PutInto, QuerySet,
    Ranked, RankedRows, Refined, SelectOn, SelectPath, Selection, Source, SourceModel, TopSlice,
};
use crate::ast::{
    And, IntoCondition, NoCondition, NoSlice, Not, OfRows, PushSlice, Said, SeenList, SliceFrom,
    SliceFromTo, SliceTo, Unlocked,
};
use crate::backend::Backend;
use crate::load::pick::{Pick, PickRow};
use crate::load::pick_values::{Only, With};
use crate::load::spec::{BatchedAs, Limits, SelectedRow};
use crate::load::statement::Mode;
use crate::load::values::ValueList;
use crate::model::{Model, Relation};
use crate::path::IntoHop;

/// Values among which are windows.
pub trait WithWindows {
    /// The values.
    type Exprs;
    /// The same pick, with the values as a subquery gives them.
    type Seen;
    /// The values.
    fn exprs(&self) -> &Self::Exprs;
    /// The same pick, with the values as a subquery gives them.
    fn seen(&self) -> Self::Seen;
}

impl<L: Clone, N, E: SeenList, F: Clone> WithWindows for With<L, N, E, F> {
    type Exprs = E;
    type Seen = With<L, N, E::Seen, F>;
    fn exprs(&self) -> &E {
        &self.exprs
    }
    fn seen(&self) -> Self::Seen {
        With {
            pick: self.pick.clone(),
            exprs: E::seen(),
            beside: self.beside.clone(),
            names: PhantomData,
        }
    }
}

impl<N, E: SeenList, F: Clone> WithWindows for Only<N, E, F> {
    type Exprs = E;
    type Seen = Only<N, E::Seen, F>;
    fn exprs(&self) -> &E {
        &self.exprs
    }
    fn seen(&self) -> Self::Seen {
        Only {
            exprs: E::seen(),
            map: self.map.clone(),
            names: PhantomData,
        }
    }
}

/// A queryset with windows beside its rows, or among its values.
///
/// SQL: `SELECT …, ROW_NUMBER() OVER (…) FROM … WHERE …`.
pub struct Windows<Q>(pub(super) Q);

impl<Q: Clone> Clone for Windows<Q> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<M, W, O, L> Windows<QuerySet<M, W, O, All, NoSlice, L>>
where
    M: Model,
    L: WithWindows,
    O: Clone,
{
    fn ranked(self) -> RankedRows<M, W, O, L> {
        Ranked {
            pick: self.0.slots.seen(),
            having: NoCondition,
            order: self.0.order.clone(),
            slice: NoSlice,
            inner: self.0,
        }
    }

    /// Only rows that meet the condition. The windows' values are those before.
    ///
    /// SQL: `SELECT … FROM (SELECT …) WHERE condition`.
    pub fn filter<C>(self, condition: C) -> RankedRows<M, W, O, L, And<NoCondition, C::Condition>>
    where
        C: IntoCondition,
    {
        self.ranked().filter(condition)
    }

    /// Exactly the rows that `filter` with this condition leaves out.
    pub fn exclude<C>(
        self,
        condition: C,
    ) -> RankedRows<M, W, O, L, And<NoCondition, Not<C::Condition>>>
    where
        C: IntoCondition,
    {
        self.ranked().exclude(condition)
    }

    /// In this order.
    pub fn order_by<T>(self, terms: T) -> RankedRows<M, W, O, L, NoCondition, Said<T::List>>
    where
        T: IntoOrderList,
    {
        self.ranked().order_by(terms)
    }

    /// Other values, among which can be those of the windows.
    pub fn values<N, E, A>(
        self,
        exprs: E,
        map: fn(E::Values) -> A,
    ) -> Ranked<QuerySet<M, W, O, All, NoSlice, L>, Only<N, E, fn(E::Values) -> A>, NoCondition, O>
    where
        E: ValueList<Scope: OfRows>,
    {
        self.ranked().values(exprs, map)
    }

    /// More values beside each row, which can be calculated from those of the windows.
    pub fn annotate<N, E, A>(
        self,
        exprs: E,
        map: fn(E::Values) -> A,
    ) -> Ranked<
        QuerySet<M, W, O, All, NoSlice, L>,
        With<L::Seen, N, E, fn(E::Values) -> A>,
        NoCondition,
        O,
    >
    where
        E: ValueList<Scope: OfRows>,
    {
        self.ranked().annotate_as(exprs, map)
    }

    /// The same, with another way to put a row and its values together.
    pub fn annotate_as<N, E, F>(
        self,
        exprs: E,
        beside: F,
    ) -> Ranked<QuerySet<M, W, O, All, NoSlice, L>, With<L::Seen, N, E, F>, NoCondition, O>
    where
        E: ValueList<Scope: OfRows>,
    {
        self.ranked().annotate_as(exprs, beside)
    }

    /// Loads a to-one relation by a JOIN in the same query.
    pub fn select_related<R>(
        self,
        relation: R,
    ) -> Windows<QuerySet<M, W, O, All, NoSlice, <R as PutInto<L, R::List, JoinPath>>::Out>>
    where
        R: SelectPath<M> + PutInto<L, <R as SelectPath<M>>::List, JoinPath>,
        L: Pick<M>,
    {
        Windows(self.0.select_related(relation))
    }

    /// Loads a relation by a batched query, one for each hop of its path.
    pub fn prefetch_related<R>(
        self,
        relation: R,
    ) -> Windows<
        QuerySet<M, W, O, All, NoSlice, <R as PutInto<L, super::slots::ListOf<R>, BatchPath>>::Out>,
    >
    where
        R: IntoHop,
        R::Parent: crate::path::PathList<(R::Rel, ())>,
        R: PutInto<L, super::slots::ListOf<R>, BatchPath>,
        L: Pick<M>,
    {
        Windows(self.0.prefetch_related(relation))
    }

    /// Loads the rows of a relation that a queryset gives, by a batched query.
    pub fn prefetch_with<R, B>(
        self,
        relation: R,
        queryset: B,
    ) -> Windows<
        QuerySet<
            M,
            W,
            O,
            All,
            NoSlice,
            <R as PutInto<L, super::slots::ListOf<R>, BatchWith<B>>>::Out,
        >,
    >
    where
        R: IntoHop,
        R::Parent: crate::path::PathList<(R::Rel, ())>,
        B: Refined<Slots: PickRow<<B as Selection>::Model>>,
        B::Slice: Unlocked,
        B::Order: OrderFor<B::Slice, B::Model>,
        Limits<B>: ForEachParent,
        <R::Rel as Relation>::Arity: BatchedAs<Limits<B>, SelectedRow<B>>,
        R: PutInto<L, super::slots::ListOf<R>, BatchWith<B>>,
        L: Pick<M>,
    {
        Windows(self.0.prefetch_with(relation, queryset))
    }

    /// The first `to` rows.
    pub fn slice_to(self, to: i64) -> Windows<QuerySet<M, W, O, All, SliceTo, L>>
    where
        L: Pick<M>,
    {
        Windows(self.0.slice_to(to))
    }

    /// All rows after the first `from`.
    pub fn slice_from(self, from: i64) -> Windows<QuerySet<M, W, O, All, SliceFrom, L>>
    where
        L: Pick<M>,
    {
        Windows(self.0.slice_from(from))
    }

    /// The rows from number `from` to before number `to`.
    pub fn slice_between(
        self,
        from: i64,
        to: i64,
    ) -> Windows<QuerySet<M, W, O, All, SliceFromTo, L>>
    where
        L: Pick<M>,
    {
        Windows(self.0.slice_between(from, to))
    }
}

impl<M, W, O, D, S, L> SourceModel for Windows<QuerySet<M, W, O, D, S, L>>
where
    M: Model,
    L: WithWindows<Seen: Pick<M>>,
{
    type Model = M;
    type Fields = <L::Seen as Pick<M>>::Fields;
    fn fields(&self) -> Self::Fields {
        self.0.slots.seen().fields()
    }
}

#[diagnostic::do_not_recommend]
impl<Q> Source for Windows<Q>
where
    Self: SourceModel,
{
    type Builder = Self;
    fn start(self) -> Self {
        self
    }
}

impl<Q: QueryId> QueryId for Windows<Q> {
    type QueryId = Windows<Q::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = Q::HAS_STATIC_QUERY_ID;
}

impl<Q: Selection> Selection for Windows<Q> {
    type Model = Q::Model;
    type Slots = Q::Slots;
    type Place = Q::Place;
    fn slots(&self) -> &Q::Slots {
        self.0.slots()
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}

impl<Q: TopSlice<DB>, DB: diesel::backend::Backend> TopSlice<DB> for Windows<Q> {
    type Own = Q::Own;
    type Top = Q::Top;
    fn own_slice(&self) -> Q::Own {
        self.0.own_slice()
    }
    fn top_slice(&self, count: i64) -> Q::Top {
        self.0.top_slice(count)
    }
}

impl<Q: SelectOn<DB>, DB: Backend> SelectOn<DB> for Windows<Q> {
    fn push_rows<'b, Sl: PushSlice<DB>, Md: Mode>(
        &'b self,
        slice: &'b Sl,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.0.push_rows::<Sl, Md>(slice, out)
    }
    fn push_count<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push_count(out)
    }
    fn push_exists<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.push_exists(out)
    }
}

impl<Q> Query for Windows<Q> {
    type SqlType = Untyped;
}

impl<Q: QueryFragment<DB>, DB: Backend> QueryFragment<DB> for Windows<Q> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

super::terminals::terminals! {
    impl [Q] Windows<Q> where Q: Selection
}
