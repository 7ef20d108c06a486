//! The steps: `filter`, `exclude`, `order_by`, … each takes a queryset and gives another.

use std::marker::PhantomData;

use super::slots::ListOf;
use super::{
    All, BatchPath, BatchWith, Cut, Distinct, ForEachParent, JoinPath, OrderFor, PutInto, QuerySet,
    Refined, Resume, SelectPath, Selection, Selects,
};
use crate::ast::{
    EveryRow, Filter, HoldCondition, HoldOrder, IntoCondition, IntoOrder, Locked, ModelOrder,
    NoCondition, NoSlice, Not, OrderList, Reversed, Said, Scoped, SliceFrom, SliceFromTo, SliceTo,
    Unlocked,
};
use crate::load::count::{AtMost, Nat, S as Succ};
use crate::load::pick::{Pick, PickRow};
use crate::load::spec::{BatchedAs, Limits, SelectedRow};
use crate::load::values::ValueList;
use crate::model::{Model, NoTenant, Relation};
use crate::path::IntoHop;

/// The queryset of all rows of a model: those in its default scope, where it has one.
pub type AllOf<M> =
    QuerySet<M, <M as Model>::Scope, ModelOrder, All, NoSlice, <M as Model>::Unloaded>;
/// The queryset of all rows of a model, its default scope aside.
pub type Unscoped<M> = QuerySet<M, NoCondition, ModelOrder, All, NoSlice, <M as Model>::Unloaded>;

/// The queryset of all rows of a model, for generic code. `Album` as a value is the same.
///
/// ```
/// # orm_core::doctest_models!();
/// fn how_many<M: orm_core::NoTenant>(conn: &mut diesel::SqliteConnection) -> orm_core::Result<i64>
/// where
///     orm_core::AllOf<M>: orm_core::LoadOn<diesel::SqliteConnection>,
/// {
///     orm_core::model::<M>().count(conn)
/// }
/// assert_eq!(how_many::<Album>(&mut connection())?, 3);
/// # Ok::<(), orm_core::Error>(())
/// ```
pub fn model<M: NoTenant>() -> AllOf<M> {
    QuerySet::every()
}

impl<M: Model> AllOf<M> {
    /// All rows in the default scope, whoever they belong to.
    pub(crate) fn every() -> Self {
        Self::with_nothing(M::Unloaded::default())
    }

    #[doc(hidden)]
    pub const fn with_nothing(slots: M::Unloaded) -> Self {
        Self {
            condition: M::SCOPE,
            order: ModelOrder,
            slice: NoSlice,
            slots,
            types: PhantomData,
        }
    }
}

impl<M: Model, W, O, D, L> QuerySet<M, W, O, D, NoSlice, L> {
    /// Without the default scope of the model, `#[model(default_scope = condition)]`. What
    /// relations lead to is in the scope of its own model all the same.
    ///
    /// ```
    /// # use diesel::connection::{Connection as _, SimpleConnection as _};
    /// use orm_core::prelude::*;
    ///
    /// #[derive(Model, Debug, Clone)]
    /// #[model(table = "books", default_scope = published)]
    /// pub struct Book {
    ///     pub id: i32,
    ///     pub title: String,
    ///     pub draft: bool,
    /// }
    ///
    /// condition! {
    ///     pub fn published() for Book = !draft;
    /// }
    ///
    /// let conn = &mut diesel::SqliteConnection::establish(":memory:")?;
    /// conn.batch_execute(
    ///     "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, draft BOOLEAN NOT NULL);
    ///      INSERT INTO books VALUES (1, 'One', FALSE), (2, 'Two', TRUE);",
    /// )?;
    /// assert_eq!(Book.count(conn)?, 1);
    /// assert_eq!(Book.unscoped().count(conn)?, 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    // The parameter of its own makes an unmet bound one with a text.
    pub fn unscoped<U>(self) -> QuerySet<M, U, O, D, NoSlice, L>
    where
        W: Scoped<M, Unscoped = U>,
    {
        self.with_condition(Scoped::unscoped)
    }
}

/// A queryset that was not sliced yet, for what needs that.
#[diagnostic::on_unimplemented(
    message = "this comes after a slice, and would speak of the sliced rows only",
    label = "not after a slice"
)]
pub trait Unsliced {}
#[diagnostic::do_not_recommend]
impl Unsliced for NoSlice {}
#[diagnostic::do_not_recommend]
impl<K> Unsliced for Locked<NoSlice, K> {}

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

/// The filter `W` and one more condition: of a boxed queryset the same type.
pub type Filtered<W, C> = <<W as Filter>::Held as HoldCondition<W, C>>::Out;
/// An order `O` of a queryset with filter `W`: of a boxed queryset always the same type.
pub type Ordered<M, W, O> = <<W as Filter>::Held as HoldOrder<M, O>>::Out;

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L> {
    pub(super) fn with_condition<W2>(
        self,
        change: impl FnOnce(W) -> W2,
    ) -> QuerySet<M, W2, O, D, S, L> {
        QuerySet {
            condition: change(self.condition),
            order: self.order,
            slice: self.slice,
            slots: self.slots,
            types: PhantomData,
        }
    }

    pub(super) fn with_order<O2>(
        self,
        change: impl FnOnce(O) -> O2,
    ) -> QuerySet<M, W, O2, D, S, L> {
        QuerySet {
            condition: self.condition,
            order: change(self.order),
            slice: self.slice,
            slots: self.slots,
            types: PhantomData,
        }
    }

    fn with_slice<S2>(self, change: impl FnOnce(S) -> S2) -> QuerySet<M, W, O, D, S2, L> {
        QuerySet {
            condition: self.condition,
            order: self.order,
            slice: change(self.slice),
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
    L: Pick<M>,
{
    /// The number of queries that loading takes, however many rows there are: 1, and 1 more
    /// for each batched relation.
    pub const QUERIES: usize = 1 + <L::Batches as Nat>::N;

    /// Only rows that meet the condition.
    ///
    /// SQL: `WHERE … AND (condition)`. After a slice it is the sliced rows that are filtered:
    /// `WHERE key IN (SELECT key … LIMIT …) AND (condition)`.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// let latest = queryset!(Track.order_by(-id)[..3].filter(unit_price < 1.0));
    /// let latest = latest.load(&mut connection())?;
    /// assert_eq!([latest[0].id, latest[1].id], [4, 2]); // of 4, 3 and 2
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    pub fn filter<C>(
        self,
        condition: C,
    ) -> QuerySet<M, Filtered<S::Where, C::Condition>, O, D, S::Rest, L>
    where
        C: IntoCondition,
        S: Resume<M, W, O, D, L>,
        S::Where: Filter<Held: HoldCondition<S::Where, C::Condition>>,
    {
        self.resumed().with_condition(|before| {
            <S::Where as Filter>::Held::and(before, condition.into_condition())
        })
    }

    /// Exactly the rows that `filter` with this condition leaves out.
    ///
    /// SQL: `WHERE … AND (condition) IS NOT TRUE`.
    pub fn exclude<C>(
        self,
        condition: C,
    ) -> QuerySet<M, Filtered<S::Where, Not<C::Condition>>, O, D, S::Rest, L>
    where
        C: IntoCondition,
        S: Resume<M, W, O, D, L>,
        S::Where: Filter<Held: HoldCondition<S::Where, Not<C::Condition>>>,
    {
        self.resumed().with_condition(|before| {
            <S::Where as Filter>::Held::and(before, Not(condition.into_condition()))
        })
    }

    /// Says that every row is meant: of a queryset without a filter that is updated or deleted,
    /// where it must be said. Which rows there are does not change.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// # let conn = &mut connection();
    /// let dearer = queryset!(Track.all().update(unit_price = F(unit_price) + 1.0));
    /// assert_eq!(dearer.run(conn)?, Track.count(conn)? as usize);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    ///
    /// Without it it does not compile:
    ///
    /// ```compile_fail
    /// # orm_core::doctest_models!();
    /// queryset!(Track.update(unit_price = F(unit_price) + 1.0));
    /// ```
    pub fn all(self) -> QuerySet<M, EveryRow<S::Where>, O, D, S::Rest, L>
    where
        S: Resume<M, W, O, D, L>,
    {
        self.resumed().with_condition(EveryRow)
    }

    /// In this order; a second `order_by` replaces the first. `(first, (second, ()))`.
    ///
    /// SQL: `ORDER BY first, second`.
    pub fn order_by<T>(
        self,
        terms: T,
    ) -> QuerySet<M, S::Where, Ordered<M, S::Where, Said<T::List>>, D, S::Rest, L>
    where
        T: IntoOrderList,
        S: Resume<M, W, O, D, L>,
        S::Where: Filter<Held: HoldOrder<M, Said<T::List>>>,
    {
        self.resumed()
            .with_order(|_| <S::Where as Filter>::Held::order(Said(terms.into_list())))
    }

    /// In the opposite order.
    pub fn reverse(self) -> QuerySet<M, S::Where, Ordered<M, S::Where, Reversed<O>>, D, S::Rest, L>
    where
        S: Resume<M, W, O, D, L>,
        S::Where: Filter<Held: HoldOrder<M, Reversed<O>>>,
    {
        self.resumed()
            .with_order(|before| <S::Where as Filter>::Held::order(Reversed(before)))
    }

    /// `SELECT DISTINCT`.
    pub fn distinct(self) -> QuerySet<M, S::Where, O, Distinct, S::Rest, L>
    where
        S: Resume<M, W, O, D, L> + Unlocked,
    {
        let resumed = self.resumed();
        QuerySet {
            condition: resumed.condition,
            order: resumed.order,
            slice: resumed.slice,
            slots: resumed.slots,
            types: PhantomData,
        }
    }

    /// Loads a to-one relation by a JOIN in the same query.
    pub fn select_related<H>(
        self,
        relation: H,
    ) -> QuerySet<M, W, O, D, S, <H as PutInto<L, H::List, JoinPath>>::Out>
    where
        H: SelectPath<M>,
        H: PutInto<L, H::List, JoinPath>,
    {
        let _ = relation;
        self.with_slots(|slots| H::put_into(slots, JoinPath))
    }

    /// Loads a relation by a batched query, one for each hop of its path.
    pub fn prefetch_related<H>(
        self,
        relation: H,
    ) -> QuerySet<M, W, O, D, S, <H as PutInto<L, ListOf<H>, BatchPath>>::Out>
    where
        H: IntoHop,
        H::Parent: crate::path::PathList<(H::Rel, ())>,
        H: PutInto<L, ListOf<H>, BatchPath>,
    {
        let _ = relation;
        self.with_slots(|slots| H::put_into(slots, BatchPath))
    }

    /// Loads the rows of a relation that a queryset gives, by a batched query.
    pub fn prefetch_with<H, Q>(
        self,
        relation: H,
        queryset: Q,
    ) -> QuerySet<M, W, O, D, S, <H as PutInto<L, ListOf<H>, BatchWith<Q>>>::Out>
    where
        H: IntoHop,
        H::Parent: crate::path::PathList<(H::Rel, ())>,
        Q: Refined<Slots: PickRow<<Q as Selection>::Model>>,
        Q::Slice: Unlocked,
        Q::Order: OrderFor<Q::Slice, Q::Model>,
        Limits<Q>: ForEachParent,
        <H::Rel as Relation>::Arity: BatchedAs<Limits<Q>, SelectedRow<Q>>,
        H: PutInto<L, ListOf<H>, BatchWith<Q>>,
    {
        let _ = relation;
        self.with_slots(|slots| H::put_into(slots, BatchWith(queryset)))
    }

    /// Values instead of rows, each row's made into what `map` gives: `(first, (second, ()))`.
    ///
    /// SQL: `SELECT first, second FROM …`.
    pub fn values<N, E, A>(
        self,
        exprs: E,
        map: fn(E::Values) -> A,
    ) -> <E::Scope as Selects<Self, N, E, fn(E::Values) -> A>>::Out
    where
        E: ValueList,
        E::Scope: Selects<Self, N, E, fn(E::Values) -> A>,
    {
        <E::Scope as Selects<_, N, E, _>>::select(self, exprs, map)
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
    pub fn slice_to(self, to: i64) -> QuerySet<M, W, O, D, S::Slice, L>
    where
        S: Cut<SliceTo>,
    {
        self.with_slice(|slice| slice.cut(SliceTo::new(to)))
    }

    /// All rows after the first `from`.
    pub fn slice_from(self, from: i64) -> QuerySet<M, W, O, D, S::Slice, L>
    where
        S: Cut<SliceFrom>,
    {
        self.with_slice(|slice| slice.cut(SliceFrom::new(from)))
    }

    /// The rows from number `from` to before number `to`.
    pub fn slice_between(self, from: i64, to: i64) -> QuerySet<M, W, O, D, S::Slice, L>
    where
        S: Cut<SliceFromTo>,
    {
        self.with_slice(|slice| slice.cut(SliceFromTo::new(from, to)))
    }
}
