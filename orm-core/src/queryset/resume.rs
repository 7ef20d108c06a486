//! Steps after a slice: they speak of the sliced rows only, whose keys a subquery gives; and
//! slices of slices.

use super::{All, Distinctness, FirstOfEach, QuerySet};
use crate::ast::{
    Among, Condition, Filter, LockKind, Locked, NoSlice, OrderBy, Slice, SliceFrom, SliceFromTo,
    SliceTo,
};
use crate::load::count::WholeTable;
use crate::load::pick_listed::WithRows;
use crate::load::pick_values::{Only, With};
use crate::load::spec::Partly;
use crate::load::statement::KeysOf;
use crate::model::Model;

/// What a step goes on from: the filter so far, or that rows are among those of the slice.
#[diagnostic::on_unimplemented(
    message = "distinct values that were sliced cannot be refined further: a value has no key",
    label = "comes after a slice of distinct values",
    note = "say this step before the slice, `.filter(…).distinct()[..n]`"
)]
pub trait Resume<M, W, O, D, L>: Slice {
    /// The filter.
    type Where: Filter;
    /// The slice: none, but rows that are locked stay so.
    type Rest: Slice;
    /// The filter, and the slice.
    fn resume(self, condition: W, order: &O) -> (Self::Where, Self::Rest);
}

#[diagnostic::do_not_recommend]
impl<M, W: Filter, O, D, L> Resume<M, W, O, D, L> for NoSlice {
    type Where = W;
    type Rest = Self;
    fn resume(self, condition: W, _: &O) -> (W, Self) {
        (condition, self)
    }
}

#[diagnostic::do_not_recommend]
impl<M, W, O, D, L, S, K> Resume<M, W, O, D, L> for Locked<S, K>
where
    S: Resume<M, W, O, D, L, Rest = NoSlice>,
    K: LockKind,
{
    type Where = S::Where;
    type Rest = Locked<NoSlice, K>;
    fn resume(self, condition: W, order: &O) -> (S::Where, Self::Rest) {
        let (condition, rest) = self.into_slice().resume(condition, order);
        (condition, Locked::new(rest))
    }
}

/// That rows are among those of a slice.
pub type AmongSliced<M, W, O, D, S> =
    Among<M, KeysOf<QuerySet<M, W, O, D, S, <M as Model>::Unloaded>>, WholeTable>;

/// What is given for each row, of which a slice is one of rows. One of distinct values is not.
pub trait ResumedAs<D> {}
impl<D> ResumedAs<D> for () {}
impl<D, H, T> ResumedAs<D> for (H, T) {}
impl<D, F, L> ResumedAs<D> for Partly<F, L> {}
impl<D, L: ResumedAs<D>, N, E, F> ResumedAs<D> for With<L, N, E, F> {}
impl<D, L: ResumedAs<D>, R, Q, F> ResumedAs<D> for WithRows<L, R, Q, F> {}
impl<N, E, F> ResumedAs<All> for Only<N, E, F> {}
impl<N, E, F> ResumedAs<FirstOfEach> for Only<N, E, F> {}

macro_rules! sliced {
    ($($slice:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M, W, O, D, L> Resume<M, W, O, D, L> for $slice
        where
            M: Model,
            W: Condition,
            O: OrderBy<M> + Clone,
            D: Distinctness,
            L: ResumedAs<D>,
        {
            type Where = AmongSliced<M, W, O, D, $slice>;
            type Rest = NoSlice;
            fn resume(self, condition: W, order: &O) -> (Self::Where, NoSlice) {
                let among = Among::new(KeysOf(QuerySet {
                    condition,
                    order: order.clone(),
                    slice: self,
                    slots: M::Unloaded::default(),
                    types: std::marker::PhantomData,
                }));
                (among, NoSlice)
            }
        }
    )* };
}
sliced!(SliceTo SliceFrom SliceFromTo);

/// A slice of what a slice leaves.
pub trait Cut<S>: Slice {
    /// Both in one.
    type Slice: Slice;
    /// Both in one.
    fn cut(self, slice: S) -> Self::Slice;
}
impl<S: Slice> Cut<S> for NoSlice {
    type Slice = S;
    fn cut(self, slice: S) -> S {
        slice
    }
}
impl<S: Cut<X>, K: LockKind, X> Cut<X> for Locked<S, K> {
    type Slice = Locked<S::Slice, K>;
    fn cut(self, slice: X) -> Self::Slice {
        Locked::new(self.into_slice().cut(slice))
    }
}
macro_rules! cuts {
    ($($before:ty, $after:ty => $both:ty;)*) => { $(
        impl Cut<$after> for $before {
            type Slice = $both;
            fn cut(self, slice: $after) -> $both {
                <$both>::of(self.bounds(), slice.bounds())
            }
        }
    )* };
}
cuts! {
    SliceTo, SliceTo => SliceTo;
    SliceTo, SliceFrom => SliceFromTo;
    SliceTo, SliceFromTo => SliceFromTo;
    SliceFrom, SliceTo => SliceFromTo;
    SliceFrom, SliceFrom => SliceFrom;
    SliceFrom, SliceFromTo => SliceFromTo;
    SliceFromTo, SliceTo => SliceFromTo;
    SliceFromTo, SliceFrom => SliceFromTo;
    SliceFromTo, SliceFromTo => SliceFromTo;
}

/// A queryset that a prefetch can ask for: its rows are cut for each parent, if at all.
#[diagnostic::on_unimplemented(
    message = "a slice of a prefetch is cut for each parent, and no step can come after it but another slice",
    label = "refined after its slice",
    note = "say this step before the slice, `tracks.filter(…).order_by(…)[..3]`: the first three of those that meet the condition"
)]
pub trait ForEachParent {}
#[diagnostic::do_not_recommend]
impl ForEachParent for crate::load::count::No {}
#[diagnostic::do_not_recommend]
impl ForEachParent for crate::load::count::Yes {}

impl<M, W, O, D, S, L> QuerySet<M, W, O, D, S, L>
where
    S: Resume<M, W, O, D, L>,
{
    /// The same rows, to be refined further.
    pub(crate) fn resumed(self) -> QuerySet<M, S::Where, O, D, S::Rest, L> {
        let (condition, slice) = self.slice.resume(self.condition, &self.order);
        QuerySet {
            condition,
            order: self.order,
            slice,
            slots: self.slots,
            types: std::marker::PhantomData,
        }
    }
}
