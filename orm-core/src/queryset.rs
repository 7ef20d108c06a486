//! Querysets: immutable values that become one Diesel query and one more a batched relation.

use std::marker::PhantomData;

use diesel::query_builder::QueryId;

use crate::ast::{Condition, ModelOrder, NoCondition, NoSlice, OrderBy, Slice};
use crate::load::spec::SpecList;
use crate::model::Model;

mod build;
mod fill_rows;
mod foreign;
mod grow;
mod of;
#[cfg(feature = "async")]
mod on_async;
mod on_sync;
mod rows;
mod select;
mod slots;
mod source;
mod terminal;

pub use build::{AllOf, IntoOrderList, Unsliced, model};
pub use foreign::LoadedByDiesel;
pub use of::{QuerySetOf, RowOfModel};
pub use on_sync::{Chunks, Portion, RowIter, TopSlice};
pub use rows::{KeepAll, OneRowSet, RowSet, start_row};
pub use select::SelectOn;
pub use slots::{Apply, BatchPath, BatchWith, JoinPath, OrderFor, Put, PutPath, SelectPath};
pub use source::{Source, SourceModel, fields_of};
pub use terminal::{ChunksOn, LoadOn, NoBatches, StreamOn};

/// Rows of `M`: which, in which order, and what is loaded with them.
///
/// A queryset is made by [`queryset!`](macro@crate::queryset), or by the methods here. It holds
/// the values it was given and nothing else, is `Clone` where they are, and touches no
/// database before a terminal: [`load`](Self::load), [`get`](Self::get),
/// [`first`](Self::first), [`count`](Self::count), … Terminals borrow it.
///
/// The parameters say, in this order: the model, the filter, the order, whether rows are
/// distinct, the slice, and what is loaded. Write `impl QuerySetOf<Book>` for the type.
pub struct QuerySet<M, W = NoCondition, O = ModelOrder, D = All, S = NoSlice, L = ()> {
    pub(crate) condition: W,
    pub(crate) order: O,
    pub(crate) slice: S,
    pub(crate) slots: L,
    pub(crate) types: PhantomData<fn() -> (M, D)>,
}

impl<M, W: Clone, O: Clone, D, S: Clone, L: Clone> Clone for QuerySet<M, W, O, D, S, L> {
    fn clone(&self) -> Self {
        Self {
            condition: self.condition.clone(),
            order: self.order.clone(),
            slice: self.slice.clone(),
            slots: self.slots.clone(),
            types: PhantomData,
        }
    }
}
impl<M, W: Copy, O: Copy, D, S: Copy, L: Copy> Copy for QuerySet<M, W, O, D, S, L> {}

/// SELECT or SELECT DISTINCT.
pub trait Distinctness: 'static {
    /// DISTINCT.
    const DISTINCT: bool;
}
/// SELECT.
pub struct All;
/// SELECT DISTINCT.
pub struct Distinct;
impl Distinctness for All {
    const DISTINCT: bool = false;
}
impl Distinctness for Distinct {
    const DISTINCT: bool = true;
}

impl<M, W, O, D, S, L> QueryId for QuerySet<M, W, O, D, S, L>
where
    M: Model,
    W: QueryId,
    O: QueryId,
    D: 'static,
    S: QueryId,
    L: SpecList<M>,
{
    type QueryId = QuerySet<M, W::QueryId, O::QueryId, D, S::QueryId, L::Reader>;
    const HAS_STATIC_QUERY_ID: bool =
        W::HAS_STATIC_QUERY_ID && O::HAS_STATIC_QUERY_ID && S::HAS_STATIC_QUERY_ID;
}

/// The parts of a queryset.
pub trait Selection: QueryId {
    /// The model.
    type Model: Model;
    /// The filter.
    type Where: Condition;
    /// The order.
    type Order: OrderBy<Self::Model>;
    /// Whether rows are distinct.
    type Distinct: Distinctness;
    /// The slice.
    type Slice: Slice;
    /// What is loaded.
    type Slots: SpecList<Self::Model>;
    /// What is loaded.
    fn slots(&self) -> &Self::Slots;
    /// Refuses slices that have no meaning.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check(&self) -> crate::Result<()>;
}

impl<M, W, O, D, S, L> Selection for QuerySet<M, W, O, D, S, L>
where
    M: Model,
    W: Condition,
    O: OrderBy<M>,
    D: Distinctness,
    S: Slice,
    L: SpecList<M>,
{
    type Model = M;
    type Where = W;
    type Order = O;
    type Distinct = D;
    type Slice = S;
    type Slots = L;
    fn slots(&self) -> &L {
        &self.slots
    }
    fn check(&self) -> crate::Result<()> {
        if self.slice.is_valid() {
            Ok(())
        } else {
            Err(crate::Error::Slice {
                model: M::META.name,
            })
        }
    }
}
