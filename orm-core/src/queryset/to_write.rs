//! The rows of a write: those that meet its conditions, or those of a slice, which are locked
//! where they are chosen.

use std::marker::PhantomData;

use super::{All, QuerySet};
use crate::ast::{
    Among, Condition, Filter, ForUpdate, Lock, LockKind, Locked, NoSlice, OfWrite, Once, OrderBy,
    Slice, SliceFrom, SliceFromTo, SliceTo, Waiting,
};
use crate::load::count::WholeTable;
use crate::load::statement::KeysOf;
use crate::model::Model;

/// That rows are among those of a slice, which locks them.
pub type AmongLocked<M, W, O, S, K> = Among<
    M,
    Once<KeysOf<QuerySet<M, W, O, All, Locked<S, OfWrite<K>>, <M as Model>::Unloaded>>>,
    WholeTable,
>;

/// A slice of which a write is, if of any. Which ones may be, [`LockedSlice`](crate::ast::LockedSlice) and
/// [`SlicedLock`](crate::ast::SlicedLock)
/// say in words.
pub trait ToWrite<M, W, O>: Slice {
    /// The filter of the write.
    type Where: Filter;
    /// The filter of the write.
    fn to_write(self, condition: W, order: &O) -> Self::Where;
}

#[diagnostic::do_not_recommend]
impl<M, W: Filter, O> ToWrite<M, W, O> for NoSlice {
    type Where = W;
    fn to_write(self, condition: W, _: &O) -> W {
        condition
    }
}
/// (Refused by its words.)
#[diagnostic::do_not_recommend]
impl<M, W: Filter, O, K: LockKind> ToWrite<M, W, O> for Locked<NoSlice, K> {
    type Where = W;
    fn to_write(self, condition: W, _: &O) -> W {
        condition
    }
}

fn among_locked<M, W, O, S, K>(condition: W, order: &O, slice: S) -> AmongLocked<M, W, O, S, K>
where
    M: Model,
    O: Clone,
{
    Among::new(Once(KeysOf(QuerySet {
        condition,
        order: order.clone(),
        slice: Locked::new(slice),
        slots: M::Unloaded::default(),
        types: PhantomData,
    })))
}

macro_rules! sliced {
    ($($slice:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl<M, W, O, K> ToWrite<M, W, O> for Locked<$slice, K>
        where
            M: Model,
            W: Condition,
            O: OrderBy<M> + Clone,
            K: LockKind,
        {
            type Where = AmongLocked<M, W, O, $slice, K>;
            fn to_write(self, condition: W, order: &O) -> Self::Where {
                among_locked(condition, order, self.into_slice())
            }
        }
        /// (Refused by its words. It has a filter, so that nothing more is said.)
        #[diagnostic::do_not_recommend]
        impl<M, W, O> ToWrite<M, W, O> for $slice
        where
            M: Model,
            W: Condition,
            O: OrderBy<M> + Clone,
        {
            type Where = AmongLocked<M, W, O, $slice, Lock<ForUpdate, Waiting, ()>>;
            fn to_write(self, condition: W, order: &O) -> Self::Where {
                among_locked(condition, order, self)
            }
        }
    )* };
}
sliced!(SliceTo SliceFrom SliceFromTo);
