//! Values that were combined: which sides there are, and the steps of the whole.

use std::marker::PhantomData;

use diesel::query_builder::QueryId;

use super::sets::{CombinedWith, SetOperation};
use super::sets_order::{IntoResultOrder, ResultOrder, Turned};
use super::{Cut, Groups, QuerySet, Selection, SourceModel};
use crate::ast::{GroupedList, NoSlice, Slice, SliceFrom, SliceFromTo, SliceTo};
use crate::load::pick_values::{Only, With};
use crate::load::values::ValueList;

/// Values that two querysets give, as one set, in the order `O`.
///
/// SQL: `SELECT … UNION SELECT …`; ordered or sliced,
/// `SELECT … FROM (SELECT … UNION SELECT …) ORDER BY … LIMIT …`.
pub struct Combined<Op, A, B, O = (), S = NoSlice> {
    pub(super) left: A,
    pub(super) right: B,
    pub(super) order: O,
    pub(super) slice: S,
    op: PhantomData<fn() -> Op>,
}

impl<Op, A: Clone, B: Clone, O: Clone, S: Clone> Clone for Combined<Op, A, B, O, S> {
    fn clone(&self) -> Self {
        Self {
            left: self.left.clone(),
            right: self.right.clone(),
            order: self.order.clone(),
            slice: self.slice.clone(),
            op: PhantomData,
        }
    }
}
impl<Op, A: Copy, B: Copy, O: Copy, S: Copy> Copy for Combined<Op, A, B, O, S> {}

impl<Op, A, B> Combined<Op, A, B> {
    fn new(left: A, right: B) -> Self {
        Self {
            left,
            right,
            order: (),
            slice: NoSlice,
            op: PhantomData,
        }
    }
}

/// What reads values, the names aside.
pub trait SameValues<V> {}
impl<V> SameValues<V> for V {}

/// What groups give, as one list, under the types by which later steps speak of it.
pub trait GroupPick {
    /// The list.
    type Exprs: ValueList;
}
impl<N, E, F> GroupPick for Only<N, E, F>
where
    E: GroupedList<Grouped: ValueList>,
{
    type Exprs = E::Grouped;
}
impl<L, N, E, F> GroupPick for With<L, N, E, F>
where
    L: GroupPick<Exprs: Before<E::Grouped>>,
    E: GroupedList<Grouped: ValueList>,
{
    type Exprs = <L::Exprs as Before<E::Grouped>>::Both;
}

/// A list of values before list `T`.
pub trait Before<T> {
    /// Both in one.
    type Both: ValueList;
}
impl<T: ValueList> Before<T> for () {
    type Both = T;
}
impl<H, R, T> Before<T> for (H, R)
where
    R: Before<T>,
    (H, R::Both): ValueList,
{
    type Both = (H, R::Both);
}

/// A queryset of values.
pub trait ValuesSide: Selection {
    /// What is selected on its left side.
    type Exprs: ValueList;
}
impl<M, W, O, D, S, N, E, F> ValuesSide for QuerySet<M, W, O, D, S, Only<N, E, F>>
where
    Self: Selection,
    E: ValueList,
{
    type Exprs = E;
}
impl<M, W, K, L, H, O, S> ValuesSide for Groups<M, W, K, L, H, O, S>
where
    Self: Selection,
    L: GroupPick,
{
    type Exprs = L::Exprs;
}
impl<Op, A, B, O, S> ValuesSide for Combined<Op, A, B, O, S>
where
    Self: Selection,
    A: ValuesSide,
{
    type Exprs = A::Exprs;
}

/// What reads the values of a side.
type Readers<Q> = <<Q as ValuesSide>::Exprs as ValueList>::Reader;

macro_rules! values {
    ($([$($left_params:tt)*] $left:ty, [$($params:tt)*] $right:ty;)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<Op, $($left_params)*, $($params)*> CombinedWith<Op, $left> for $right
        where
            $left: ValuesSide,
            $right: ValuesSide,
            Readers<$right>: SameValues<Readers<$left>>,
        {
            type Out = Combined<Op, $left, $right>;
            type Left = S;
            type Right = S2;
            fn combined_with(self, left: $left) -> Self::Out {
                Combined::new(left, self)
            }
        }
    )* };
}
values! {
    [M, W, O, D, S, N, E, F] QuerySet<M, W, O, D, S, Only<N, E, F>>,
        [M2, W2, O2, D2, S2, N2, E2, F2] QuerySet<M2, W2, O2, D2, S2, Only<N2, E2, F2>>;
    [M, W, O, D, S, N, E, F] QuerySet<M, W, O, D, S, Only<N, E, F>>,
        [M2, W2, K2, L2, H2, O2, S2] Groups<M2, W2, K2, L2, H2, O2, S2>;
    [M, W, O, D, S, N, E, F] QuerySet<M, W, O, D, S, Only<N, E, F>>,
        [Op2, A2, B2, O2, S2] Combined<Op2, A2, B2, O2, S2>;
    [M, W, K, L, H, O, S] Groups<M, W, K, L, H, O, S>,
        [M2, W2, O2, D2, S2, N2, E2, F2] QuerySet<M2, W2, O2, D2, S2, Only<N2, E2, F2>>;
    [M, W, K, L, H, O, S] Groups<M, W, K, L, H, O, S>,
        [M2, W2, K2, L2, H2, O2, S2] Groups<M2, W2, K2, L2, H2, O2, S2>;
    [M, W, K, L, H, O, S] Groups<M, W, K, L, H, O, S>,
        [Op2, A2, B2, O2, S2] Combined<Op2, A2, B2, O2, S2>;
    [Op1, A, B, O, S] Combined<Op1, A, B, O, S>,
        [M2, W2, O2, D2, S2, N2, E2, F2] QuerySet<M2, W2, O2, D2, S2, Only<N2, E2, F2>>;
    [Op1, A, B, O, S] Combined<Op1, A, B, O, S>,
        [M2, W2, K2, L2, H2, O2, S2] Groups<M2, W2, K2, L2, H2, O2, S2>;
    [Op1, A, B, O, S] Combined<Op1, A, B, O, S>,
        [Op2, A2, B2, O2, S2] Combined<Op2, A2, B2, O2, S2>;
}

/// What is said of each side, and not of the whole.
#[diagnostic::on_unimplemented(
    message = "values that were combined are filtered on each side",
    label = "of values that were combined",
    note = "say it before: `Album.filter(…).values_list(title).union(queryset!(Artist.filter(…).values_list(name)))`"
)]
pub trait SaidOfEachSide<C> {}

impl<Op, A, B, O, S> Combined<Op, A, B, O, S> {
    fn with_slice<S2>(self, change: impl FnOnce(S) -> S2) -> Combined<Op, A, B, O, S2> {
        Combined {
            left: self.left,
            right: self.right,
            order: self.order,
            slice: change(self.slice),
            op: PhantomData,
        }
    }

    /// In this order, of values that are selected; a second `order_by` replaces the first.
    ///
    /// SQL: `ORDER BY first, second`.
    pub fn order_by<T, I>(self, terms: T) -> Combined<Op, A, B, T::Order, S>
    where
        A: ValuesSide,
        T: IntoResultOrder<A::Exprs, I>,
        S: super::Unsliced,
    {
        self.with_order(|_| terms.into_result_order())
    }

    pub(super) fn with_order<O2>(self, change: impl FnOnce(O) -> O2) -> Combined<Op, A, B, O2, S> {
        Combined {
            left: self.left,
            right: self.right,
            order: change(self.order),
            slice: self.slice,
            op: PhantomData,
        }
    }

    /// In the opposite order.
    ///
    /// ```
    /// # orm_core::doctest_models!();
    /// let conn = &mut connection();
    /// let names = queryset!(Album.values_list(title).union(queryset!(Artist.values_list(name))));
    /// let up = queryset!(names.order_by(title));
    /// assert_eq!(up.last(conn)?, queryset!(up.reverse()).first(conn)?);
    /// # Ok::<(), orm_core::Error>(())
    /// ```
    pub fn reverse(self) -> Combined<Op, A, B, Turned<O>, S>
    where
        S: super::Unsliced,
    {
        self.with_order(Turned)
    }

    /// The first `to` of the whole.
    pub fn slice_to(self, to: i64) -> Combined<Op, A, B, O, S::Slice>
    where
        S: Cut<SliceTo>,
    {
        self.with_slice(|slice| slice.cut(SliceTo::new(to)))
    }

    /// All after the first `from` of the whole.
    pub fn slice_from(self, from: i64) -> Combined<Op, A, B, O, S::Slice>
    where
        S: Cut<SliceFrom>,
    {
        self.with_slice(|slice| slice.cut(SliceFrom::new(from)))
    }

    /// Those from number `from` to before number `to` of the whole.
    pub fn slice_between(self, from: i64, to: i64) -> Combined<Op, A, B, O, S::Slice>
    where
        S: Cut<SliceFromTo>,
    {
        self.with_slice(|slice| slice.cut(SliceFromTo::new(from, to)))
    }

    /// Answers that each side is filtered.
    #[doc(hidden)]
    pub fn filter<C>(self, _: C) -> Self
    where
        Self: SaidOfEachSide<C>,
    {
        self
    }

    /// Answers that each side is filtered.
    #[doc(hidden)]
    pub fn exclude<C>(self, _: C) -> Self
    where
        Self: SaidOfEachSide<C>,
    {
        self
    }
}

impl<Op, A: SourceModel, B, O, S> SourceModel for Combined<Op, A, B, O, S> {
    type Model = A::Model;
    type Fields = A::Fields;
    fn fields(&self) -> A::Fields {
        self.left.fields()
    }
}
#[diagnostic::do_not_recommend]
impl<Op, A: SourceModel, B, O, S> super::Source for Combined<Op, A, B, O, S> {
    type Builder = Self;
    fn start(self) -> Self {
        self
    }
}

impl<Op, A, B, O, S> QueryId for Combined<Op, A, B, O, S>
where
    Op: 'static,
    A: QueryId,
    B: QueryId,
    O: QueryId,
    S: QueryId,
{
    type QueryId = Combined<Op, A::QueryId, B::QueryId, O::QueryId, S::QueryId>;
    const HAS_STATIC_QUERY_ID: bool = A::HAS_STATIC_QUERY_ID
        && B::HAS_STATIC_QUERY_ID
        && O::HAS_STATIC_QUERY_ID
        && S::HAS_STATIC_QUERY_ID;
}

impl<Op, A, B, O, S> Selection for Combined<Op, A, B, O, S>
where
    Op: SetOperation,
    A: Selection,
    B: Selection,
    O: ResultOrder,
    S: Slice,
{
    type Model = A::Model;
    type Slots = A::Slots;
    type Place = super::Anywhere;
    fn slots(&self) -> &A::Slots {
        self.left.slots()
    }
    fn check(&self) -> crate::Result<()> {
        self.left.check()?;
        self.right.check()?;
        super::check_slice::<A::Model, _>(&self.slice)
    }
}
