//! The steps: `filter`, `exclude`, `order_by`, … each takes a queryset and gives another.

use std::marker::PhantomData;

use super::{
    All, BatchPath, BatchWith, Distinct, JoinPath, OrderFor, PutPath, QuerySet, SelectPath,
    Selection,
};
use crate::ast::{
    And, Condition, IntoCondition, IntoOrder, ModelOrder, NoCondition, NoSlice, Not, OrderList,
    Reversed, Said, SliceFrom, SliceFromTo, SliceTo,
};
use crate::load::count::{AtMost, Nat, S as Succ};
use crate::load::spec::{BatchedAs, Limits, SelectedRow, SpecList};
use crate::model::{Model, Relation};
use crate::path::IntoHop;

/// The queryset of all rows of a model.
pub type AllOf<M> = QuerySet<M, NoCondition, ModelOrder, All, NoSlice, <M as Model>::Unloaded>;

/// The queryset of all rows of a model, for generic code. `Album` as a value is the same.
///
/// ```
/// # orm_core::doctest_models!();
/// fn how_many<M: orm_core::Model>(conn: &mut diesel::SqliteConnection) -> orm_core::Result<i64>
/// where
///     orm_core::AllOf<M>: orm_core::LoadOn<diesel::SqliteConnection>,
/// {
///     orm_core::model::<M>().count(conn)
/// }
/// assert_eq!(how_many::<Album>(&mut connection())?, 3);
/// # Ok::<(), orm_core::Error>(())
/// ```
pub fn model<M: Model>() -> AllOf<M> {
    QuerySet::all()
}

impl<M: Model> AllOf<M> {
    /// All rows.
    pub fn all() -> Self {
        Self::with_nothing(M::Unloaded::default())
    }

    /// All rows, as a constant: the derive writes the empty slots out.
    pub const fn with_nothing(slots: M::Unloaded) -> Self {
        Self {
            condition: NoCondition,
            order: ModelOrder,
            slice: NoSlice,
            slots,
            types: PhantomData,
        }
    }
}

/// A queryset that was not sliced yet.
#[diagnostic::on_unimplemented(
    message = "this step comes after a slice, and would speak of the sliced rows only",
    label = "goes before the slice"
)]
pub trait Unsliced {}
#[diagnostic::do_not_recommend]
impl Unsliced for NoSlice {}

/// The terms of an order: `(first, (second, ()))`.
pub trait IntoOrderList {
    /// The terms.
    type List: OrderList;
    /// Becomes terms.
    fn into_list(self) -> Self::List;
}
impl IntoOrderList for () {
    type List = ();
    fn into_list(self) {}
}
impl<H: IntoOrder, T: IntoOrderList> IntoOrderList for (H, T) {
    type List = (H::Item, T::List);
    fn into_list(self) -> Self::List {
        (self.0.into_order(), self.1.into_list())
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    fn with_condition<W2>(self, change: impl FnOnce(W) -> W2) -> QuerySet<M, W2, O, D, S, L> {
        QuerySet {
            condition: change(self.condition),
            order: self.order,
            slice: self.slice,
            slots: self.slots,
            types: PhantomData,
        }
    }

    fn with_order<O2>(self, change: impl FnOnce(O) -> O2) -> QuerySet<M, W, O2, D, S, L> {
        QuerySet {
            condition: self.condition,
            order: change(self.order),
            slice: self.slice,
            slots: self.slots,
            types: PhantomData,
        }
    }

    fn with_slice<S2>(self, slice: S2) -> QuerySet<M, W, O, D, S2, L> {
        QuerySet {
            condition: self.condition,
            order: self.order,
            slice,
            slots: self.slots,
            types: PhantomData,
        }
    }

    pub(crate) fn with_slots<L2>(
        self,
        change: impl FnOnce(L) -> L2,
    ) -> QuerySet<M, W, O, D, S, L2> {
        QuerySet {
            condition: self.condition,
            order: self.order,
            slice: self.slice,
            slots: change(self.slots),
            types: PhantomData,
        }
    }
}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    M: Model,
    L: SpecList<M>,
{
    /// The number of queries that loading takes, however many rows there are: 1, and 1 more
    /// for each batched relation.
    pub const QUERIES: usize = 1 + <L::Batches as Nat>::N;

    /// Only rows that meet the condition.
    ///
    /// SQL: `WHERE … AND (condition)`.
    pub fn filter<C>(self, condition: C) -> QuerySet<M, And<W, C::Condition>, O, D, S, L>
    where
        C: IntoCondition,
        W: Condition,
        S: Unsliced,
    {
        self.with_condition(|before| And(before, condition.into_condition()))
    }

    /// Exactly the rows that `filter` with this condition leaves out.
    ///
    /// SQL: `WHERE … AND (condition) IS NOT TRUE`.
    pub fn exclude<C>(self, condition: C) -> QuerySet<M, And<W, Not<C::Condition>>, O, D, S, L>
    where
        C: IntoCondition,
        W: Condition,
        S: Unsliced,
    {
        self.with_condition(|before| And(before, Not(condition.into_condition())))
    }

    /// In this order; a second `order_by` replaces the first. `(first, (second, ()))`.
    ///
    /// SQL: `ORDER BY first, second`.
    pub fn order_by<T>(self, terms: T) -> QuerySet<M, W, Said<T::List>, D, S, L>
    where
        T: IntoOrderList,
        S: Unsliced,
    {
        self.with_order(|_| Said(terms.into_list()))
    }

    /// In the opposite order.
    pub fn reverse(self) -> QuerySet<M, W, Reversed<O>, D, S, L>
    where
        S: Unsliced,
    {
        self.with_order(Reversed)
    }

    /// `SELECT DISTINCT`.
    pub fn distinct(self) -> QuerySet<M, W, O, Distinct, S, L>
    where
        S: Unsliced,
    {
        QuerySet {
            condition: self.condition,
            order: self.order,
            slice: self.slice,
            slots: self.slots,
            types: PhantomData,
        }
    }

    /// Loads a to-one relation by a JOIN in the same query.
    pub fn select_related<H>(
        self,
        relation: H,
    ) -> QuerySet<M, W, O, D, S, <L as PutPath<H::List, JoinPath>>::Out>
    where
        H: SelectPath<M>,
        L: PutPath<H::List, JoinPath>,
    {
        let _ = relation;
        self.with_slots(|slots| slots.put_path(JoinPath))
    }

    /// Loads a relation by a batched query, one for each hop of its path.
    pub fn prefetch_related<H>(
        self,
        relation: H,
    ) -> QuerySet<M, W, O, D, S, <L as PutPath<super::slots::ListOf<H>, BatchPath>>::Out>
    where
        H: IntoHop,
        H::Parent: crate::path::PathList<(H::Rel, ())>,
        L: PutPath<super::slots::ListOf<H>, BatchPath>,
    {
        let _ = relation;
        self.with_slots(|slots| slots.put_path(BatchPath))
    }

    /// Loads the rows of a relation that a queryset gives, by a batched query.
    pub fn prefetch_with<H, Q>(
        self,
        relation: H,
        queryset: Q,
    ) -> QuerySet<M, W, O, D, S, <L as PutPath<super::slots::ListOf<H>, BatchWith<Q>>>::Out>
    where
        H: IntoHop,
        H::Parent: crate::path::PathList<(H::Rel, ())>,
        Q: Selection,
        Q::Order: OrderFor<Q::Slice, Q::Model>,
        <H::Rel as Relation>::Arity: BatchedAs<Limits<Q>, SelectedRow<Q>>,
        L: PutPath<super::slots::ListOf<H>, BatchWith<Q>>,
    {
        let _ = relation;
        self.with_slots(|slots| slots.put_path(BatchWith(queryset)))
    }

    /// Compiles only where loading takes at most `N` queries.
    ///
    /// ```compile_fail
    /// # orm_core::doctest_models!();
    /// queryset!(Album.prefetch_related(tracks)).max_queries::<1>();
    /// ```
    pub fn max_queries<const N: usize>(self) -> Self
    where
        Succ<L::Batches>: AtMost<N>,
    {
        self
    }

    /// The first `to` rows.
    pub fn slice_to(self, to: i64) -> QuerySet<M, W, O, D, SliceTo, L>
    where
        S: Unsliced,
    {
        self.with_slice(SliceTo::new(to))
    }

    /// All rows after the first `from`.
    pub fn slice_from(self, from: i64) -> QuerySet<M, W, O, D, SliceFrom, L>
    where
        S: Unsliced,
    {
        self.with_slice(SliceFrom::new(from))
    }

    /// The rows from number `from` to before number `to`.
    pub fn slice_between(self, from: i64, to: i64) -> QuerySet<M, W, O, D, SliceFromTo, L>
    where
        S: Unsliced,
    {
        self.with_slice(SliceFromTo::new(from, to))
    }
}
