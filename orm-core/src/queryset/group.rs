//! Groups: `group_by(genre.name).annotate(n = count())`, and `values(…)` with aggregates
//! beside them, which says the same.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};

use super::group_keys::{GroupKeys, PushKeys, push_root};
use super::sliced::push_end;
use super::{IntoOrderList, QuerySet, SelectOn, Selection, Source, SourceModel, Unsliced};
use crate::ast::{
    And, Condition, GroupedList, IntoCondition, NoCondition, NoSlice, Node, Not, OfGroups, OfRows,
    OrderList, PushList, PushSlice, Slice, Unlocked,
};
use crate::backend::Backend;
use crate::load::pick::{Pick, PickOn};
use crate::load::pick_values::{FieldsWith, Only, With};
use crate::load::spec::Names;
use crate::load::statement::Mode;
use crate::load::values::ValueList;
use crate::model::Model;
use crate::path::{GroupRoot, Joins};

/// Groups of rows of `M`: made by `K`, giving what `L` says, filtered by `H`.
///
/// SQL: `SELECT … FROM … WHERE … GROUP BY … HAVING … ORDER BY …`.
pub struct Groups<M, W, K, L, H = NoCondition, O = (), S = NoSlice> {
    condition: W,
    keys: K,
    pick: L,
    having: H,
    order: O,
    slice: S,
    model: PhantomData<fn() -> M>,
}

impl<M, W: Clone, K: Clone, L: Clone, H: Clone, O: Clone, S: Clone> Clone
    for Groups<M, W, K, L, H, O, S>
{
    fn clone(&self) -> Self {
        Self {
            condition: self.condition.clone(),
            keys: self.keys.clone(),
            pick: self.pick.clone(),
            having: self.having.clone(),
            order: self.order.clone(),
            slice: self.slice.clone(),
            model: PhantomData,
        }
    }
}

impl<M, W: Copy, K: Copy, L: Copy, H: Copy, O: Copy, S: Copy> Copy for Groups<M, W, K, L, H, O, S> {}

impl<M, W, O, D, N, E, F> QuerySet<M, W, O, D, NoSlice, Only<N, E, F>> {
    pub(super) fn into_groups(self) -> Groups<M, W, E::Keys, Only<N, E::Keys, F>>
    where
        E: GroupKeys<M>,
    {
        groups(self.condition, self.slots.exprs.keys(), self.slots.map)
    }
}

impl<M: Model, W, O, D, S: Unsliced, L: Pick<M>> QuerySet<M, W, O, D, S, L> {
    /// Groups of the rows that have equal values: `(first, (second, ()))`. What each gives is
    /// what `map` makes of them, and what [`annotate`](Groups::annotate) adds.
    ///
    /// SQL: `SELECT first, second … GROUP BY first, second`.
    pub fn group_by<N, E, A>(
        self,
        keys: E,
        map: fn(E::Values) -> A,
    ) -> Groups<M, W, E::Keys, Only<N, E::Keys, fn(E::Values) -> A>>
    where
        S: Unlocked,
        E: GroupKeys<M, Scope: OfRows>,
    {
        groups(self.condition, keys.keys(), map)
    }
}

fn groups<M, W, K: Clone, N, F>(condition: W, keys: K, map: F) -> Groups<M, W, K, Only<N, K, F>> {
    Groups {
        condition,
        keys: keys.clone(),
        pick: Only {
            exprs: keys,
            map,
            names: PhantomData,
        },
        having: NoCondition,
        order: (),
        slice: NoSlice,
        model: PhantomData,
    }
}

impl<M, W, K, L, H, O, S> Groups<M, W, K, L, H, O, S> {
    pub(super) fn with_pick<L2>(
        self,
        change: impl FnOnce(L) -> L2,
    ) -> Groups<M, W, K, L2, H, O, S> {
        Groups {
            condition: self.condition,
            keys: self.keys,
            pick: change(self.pick),
            having: self.having,
            order: self.order,
            slice: self.slice,
            model: PhantomData,
        }
    }

    fn with_having<H2>(self, change: impl FnOnce(H) -> H2) -> Groups<M, W, K, L, H2, O, S> {
        Groups {
            condition: self.condition,
            keys: self.keys,
            pick: self.pick,
            having: change(self.having),
            order: self.order,
            slice: self.slice,
            model: PhantomData,
        }
    }

    fn with_slice<S2>(self, slice: S2) -> Groups<M, W, K, L, H, O, S2> {
        Groups {
            condition: self.condition,
            keys: self.keys,
            pick: self.pick,
            having: self.having,
            order: self.order,
            slice,
            model: PhantomData,
        }
    }

    /// Aggregates beside what the groups are made by.
    ///
    /// SQL: `SELECT …, COUNT(*) …`.
    pub fn annotate<N, E, A>(
        self,
        exprs: E,
        map: fn(E::Values) -> A,
    ) -> Groups<M, W, K, With<L, N, E, fn(E::Values) -> A>, H, O, S>
    where
        E: ValueList<Scope: OfGroups>,
    {
        self.annotate_as::<N, E, _>(exprs, map)
    }

    /// The same, with another way to put a group and its values together.
    pub fn annotate_as<N, E, F>(
        self,
        exprs: E,
        beside: F,
    ) -> Groups<M, W, K, With<L, N, E, F>, H, O, S>
    where
        E: ValueList<Scope: OfGroups>,
    {
        self.with_pick(|pick| With {
            pick,
            exprs,
            beside,
            names: PhantomData,
        })
    }

    /// Other values of the groups, made into what `map` gives.
    pub fn values<N, E, A>(
        self,
        exprs: E,
        map: fn(E::Values) -> A,
    ) -> Groups<M, W, K, Only<N, E, fn(E::Values) -> A>, H, O, S>
    where
        E: ValueList<Scope: OfGroups>,
    {
        self.with_pick(|_| Only {
            exprs,
            map,
            names: PhantomData,
        })
    }

    /// Only groups that meet the condition.
    ///
    /// SQL: `HAVING … AND (condition)`.
    pub fn filter<C>(self, condition: C) -> Groups<M, W, K, L, And<H, C::Condition>, O, S>
    where
        C: IntoCondition<Condition: Node<Scope: OfGroups>>,
        H: Condition,
        S: Unsliced,
    {
        self.with_having(|before| And(before, condition.into_condition()))
    }

    /// Exactly the groups that `filter` with this condition leaves out.
    ///
    /// SQL: `HAVING … AND (condition) IS NOT TRUE`.
    pub fn exclude<C>(self, condition: C) -> Groups<M, W, K, L, And<H, Not<C::Condition>>, O, S>
    where
        C: IntoCondition<Condition: Node<Scope: OfGroups>>,
        H: Condition,
        S: Unsliced,
    {
        self.with_having(|before| And(before, Not(condition.into_condition())))
    }

    /// In this order; a second `order_by` replaces the first.
    ///
    /// SQL: `ORDER BY first, second`.
    pub fn order_by<T>(self, terms: T) -> Groups<M, W, K, L, H, T::List, S>
    where
        T: IntoOrderList,
        S: Unsliced,
    {
        self.with_order(|_| terms.into_list())
    }

    pub(super) fn with_order<O2>(
        self,
        change: impl FnOnce(O) -> O2,
    ) -> Groups<M, W, K, L, H, O2, S> {
        Groups {
            condition: self.condition,
            keys: self.keys,
            pick: self.pick,
            having: self.having,
            order: change(self.order),
            slice: self.slice,
            model: PhantomData,
        }
    }
}

/// The names by which later steps speak of groups.
pub trait GroupFields<M: Model> {
    /// The names, and the model's fields for aggregates.
    type Fields;
    /// The names, and the model's fields for aggregates.
    fn group_fields(&self) -> Self::Fields;
}
impl<M, N, E, F> GroupFields<M> for Only<N, E, F>
where
    M: Model,
    E: GroupedList,
    N: FieldsWith<M::Fields<GroupRoot<M>>, E::Grouped>,
{
    type Fields = N::Fields;
    fn group_fields(&self) -> N::Fields {
        N::fields_with(M::fields::<GroupRoot<M>>(), &self.exprs.grouped())
    }
}
impl<M, L, N, E, F> GroupFields<M> for With<L, N, E, F>
where
    M: Model,
    L: GroupFields<M>,
    E: GroupedList,
    N: FieldsWith<L::Fields, E::Grouped>,
{
    type Fields = N::Fields;
    fn group_fields(&self) -> N::Fields {
        N::fields_with(self.pick.group_fields(), &self.exprs.grouped())
    }
}

impl<M, W, K, L, H, O, S> SourceModel for Groups<M, W, K, L, H, O, S>
where
    M: Model,
    L: GroupFields<M>,
{
    type Model = M;
    type Fields = L::Fields;
    fn fields(&self) -> L::Fields {
        self.pick.group_fields()
    }
}
#[diagnostic::do_not_recommend]
impl<M, W, K, L, H, O, S> Source for Groups<M, W, K, L, H, O, S>
where
    M: Model,
    L: GroupFields<M>,
{
    type Builder = Self;
    fn start(self) -> Self {
        self
    }
}

impl<M, W, K, L, H, O, S> QueryId for Groups<M, W, K, L, H, O, S>
where
    M: Model,
    W: QueryId,
    K: QueryId,
    L: Pick<M>,
    H: QueryId,
    O: QueryId,
    S: QueryId,
{
    type QueryId = Groups<M, W::QueryId, K::QueryId, L::Id, H::QueryId, O::QueryId, S::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = W::HAS_STATIC_QUERY_ID
        && K::HAS_STATIC_QUERY_ID
        && L::STATIC
        && H::HAS_STATIC_QUERY_ID
        && O::HAS_STATIC_QUERY_ID
        && S::HAS_STATIC_QUERY_ID;
}

impl<M, W, K, L, H, O, S> Selection for Groups<M, W, K, L, H, O, S>
where
    M: Model,
    W: Condition,
    K: QueryId,
    L: Pick<M>,
    H: Condition,
    O: QueryId,
    S: Slice,
{
    type Model = M;
    type Slots = L;
    type Place = super::Anywhere;
    fn slots(&self) -> &L {
        &self.pick
    }
    fn check(&self) -> crate::Result<()> {
        super::check_slice::<M, S>(&self.slice)?;
        self.condition.check()?;
        self.having.check()?;
        self.pick.check()
    }
}

impl<M, W, K, L, H, O, S> Groups<M, W, K, L, H, O, S> {
    /// FROM, WHERE, GROUP BY and HAVING.
    fn push_groups<'b, DB>(&'b self, out: &mut AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        M: Model,
        W: Condition + QueryFragment<DB>,
        K: PushKeys<DB>,
        L: Pick<M>,
        H: Condition + QueryFragment<DB>,
        O: OrderList,
        DB: Backend,
    {
        out.push_sql(" FROM ");
        push_root::<M, K, DB>(&self.keys, out)?;
        let joins = &mut Joins::new(out);
        joins.inner(|joins| self.condition.needs(joins))?;
        self.keys.joins(joins)?;
        self.pick.joins(joins)?;
        self.condition.joins(joins)?;
        self.having.joins(joins)?;
        self.order.joins(joins)?;
        if !self.condition.is_absent() {
            out.push_sql(" WHERE ");
            self.condition.walk_ast(out.reborrow())?;
        }
        out.push_sql(" GROUP BY ");
        self.keys.push_plain(true, out.reborrow())?;
        if !self.having.is_absent() {
            out.push_sql(" HAVING ");
            self.having.walk_ast(out.reborrow())?;
        }
        Ok(())
    }

    pub(super) fn own_slice(&self) -> &S {
        &self.slice
    }

    /// The whole statement, whose columns may have names.
    pub(super) fn push_select<'b, Sl, Md, DB>(
        &'b self,
        slice: &'b Sl,
        names: &mut Names<'_>,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        M: Model,
        W: Condition + QueryFragment<DB>,
        K: PushKeys<DB>,
        L: PickOn<M, DB>,
        H: Condition + QueryFragment<DB>,
        O: PushList<DB>,
        S: Slice,
        Sl: PushSlice<DB>,
        Md: Mode,
        DB: Backend,
    {
        out.push_sql("SELECT ");
        self.pick.columns(true, names, out.reborrow())?;
        self.push_groups(&mut out)?;
        if Md::ORDERED || S::SLICED {
            self.push_group_order(Md::TOTAL || S::SLICED, Md::REVERSE, out.reborrow())?;
        }
        push_end::<S, Sl, Md, DB>(slice, out)
    }

    /// ORDER BY: what was said, and where it must be total, what the groups are made by.
    fn push_group_order<'b, DB>(
        &'b self,
        total: bool,
        reverse: bool,
        mut out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()>
    where
        K: PushKeys<DB>,
        O: PushList<DB>,
        DB: Backend,
    {
        if O::LEN == 0 && !total {
            return Ok(());
        }
        out.push_sql(" ORDER BY ");
        let mut first = true;
        self.order.push_list(out.reborrow(), &mut first, reverse)?;
        if total {
            return self.keys.push_order(first, reverse, out);
        }
        if first {
            // Every term was absent. PostgreSQL takes no plain constant here.
            out.push_sql("(SELECT NULL)");
        }
        Ok(())
    }
}

impl<M, W, K, L, H, O, S, DB> SelectOn<DB> for Groups<M, W, K, L, H, O, S>
where
    M: Model,
    W: Condition + QueryFragment<DB>,
    K: PushKeys<DB>,
    L: PickOn<M, DB>,
    H: Condition + QueryFragment<DB>,
    O: PushList<DB>,
    S: PushSlice<DB>,
    DB: Backend,
{
    fn push_rows<'b, Sl: PushSlice<DB>, Md: Mode>(
        &'b self,
        slice: &'b Sl,
        out: AstPass<'_, 'b, DB>,
    ) -> QueryResult<()> {
        self.push_select::<Sl, Md, DB>(slice, &mut None, out)
    }

    fn push_count<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT COUNT(*) FROM (SELECT 1");
        self.push_groups(&mut out)?;
        if S::SLICED {
            self.push_group_order(true, false, out.reborrow())?;
            self.slice.push_limit(out.reborrow())?;
        }
        out.push_sql(") AS ");
        out.push_identifier("rows")
    }

    fn push_exists<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("SELECT 1");
        self.push_groups(&mut out)?;
        if S::SLICED {
            self.slice.push_limit(out)
        } else {
            out.push_sql(" LIMIT 1");
            Ok(())
        }
    }
}

super::sliced::statement! { impl [M, W, K, L, H, O, S] Groups<M, W, K, L, H, O, S> }
super::sliced::slices! { impl [M, W, K, L, H, O] Groups }
super::terminals::terminals! {
    impl [M, W, K, L, H, O, S] Groups<M, W, K, L, H, O, S> where M: Model, L: Pick<M>
}
super::terminals::last! {
    impl [M, W, K, L, H, O, S] Groups<M, W, K, L, H, O, S>
    where M: Model, L: Pick<M>, S: Unsliced
}
