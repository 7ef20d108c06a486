//! Querysets: immutable values that become one Diesel query and one more a batched relation.

use std::marker::PhantomData;

use diesel::query_builder::QueryId;

use crate::ast::{Condition, ModelOrder, NoCondition, NoSlice, OrderBy, Slice};
use crate::load::pick::Pick;
use crate::model::Model;

mod annotate;
mod boxed;
mod build;
mod by_name;
mod combined;
mod contains;
mod cursor;
mod distinct_on;
mod explain;
mod fill_rows;
mod foreign;
mod group;
mod group_keys;
mod grow;
mod keyset;
mod keyset_view;
mod lock;
mod named_rows;
mod nested;
mod of;
mod of_on;
#[cfg(feature = "async")]
mod on_async;
mod on_sync;
mod only;
mod page;
mod ranked;
mod resume;
mod rows;
mod select;
mod select_keys;
mod sets;
mod sets_order;
mod sets_select;
mod sliced;
mod slots;
mod soft;
mod source;
mod tenant;
mod terminal;
mod terminals;
mod to_write;
mod total;
mod view;
mod whole;
mod windows;

pub use annotate::{Annotates, NotDistinct, Selects};
pub use boxed::{Boxable, BoxedFor, BoxedQuerySet};
pub use build::{AllOf, Filtered, IntoOrderList, Ordered, Unscoped, Unsliced, model};
pub use by_name::OrderNames;
pub use combined::{Combined, GroupPick, ValuesSide};
pub use contains::ContainsOn;
pub use cursor::Cursor;
pub use distinct_on::{Chooses, FirstOfEach, HasPlace, NotYetDistinct, PostgresAlone};
pub use explain::{Explain, ExplainOn, OwnSlice};
pub use foreign::LoadedByDiesel;
pub use group::{GroupFields, Groups};
pub use keyset::{HasPlaces, KeysetAt, KeysetOn, KeysetPage};
pub use lock::LockPath;
pub use nested::{Nested, NestedSource, NestedTotal, NestedValue, nested};
pub use of::{OnEveryDatabase, QuerySetOf, RowOfModel};
pub use of_on::{Ask, Asked, Each, EnumDriver, Held, Itself, ask_one};
#[cfg(feature = "async")]
pub use on_async::RowStream;
pub use on_sync::{Chunks, Portion, RowIter, TopSlice};
pub use only::{FieldPlace, Narrow, OnlyThese, Without, defer_field, only_field};
pub use page::{Page, PageAt, PageOn};
pub use ranked::{InFrom, Ranked, RankedRows};
pub use resume::{Cut, ForEachParent, Resume, ResumedAs};
pub use rows::{Alone, KeepAll, OneRowSet, RowSet, start_row};
pub use select::{KeyedSelect, SelectOn};
pub use sets::{CombinedWith, Except, Intersect, KeySet, RowSlots, SetOperation, Union, UnionAll};
pub use sets_order::{HasValueAt, IntoResultItem, IntoResultNames, IntoResultOrder, ResultOrder};
pub use sets_select::PushSide;
pub use slots::{
    Apply, BatchPath, BatchWith, JoinPath, OrderFor, Put, PutInto, PutPath, SelectPath, Takes,
};
pub use source::{Source, SourceModel, fields_of};
pub use tenant::{OneTenant, TenantRows, TenantSaid};
pub use terminal::{ChunksOn, DrivenBy, KeysOn, LoadOn, NoBatches, StreamOn};
pub use to_write::ToWrite;
pub use total::Totals;
pub use view::{ByRef, View};
pub use whole::{InValues, SameAs};
pub use windows::{Windows, WithWindows};

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
    /// The databases that have it.
    type Place: 'static;
}
/// Every database.
pub struct Anywhere;
/// SELECT.
pub struct All;
/// SELECT DISTINCT.
pub struct Distinct;
impl Distinctness for All {
    const DISTINCT: bool = false;
    type Place = Anywhere;
}
impl Distinctness for Distinct {
    const DISTINCT: bool = true;
    type Place = Anywhere;
}

impl<M, W, O, D, S, L> QueryId for QuerySet<M, W, O, D, S, L>
where
    M: Model,
    W: QueryId,
    O: QueryId,
    D: 'static,
    S: QueryId,
    L: Pick<M>,
{
    type QueryId = QuerySet<M, W::QueryId, O::QueryId, D, S::QueryId, L::Id>;
    const HAS_STATIC_QUERY_ID: bool =
        W::HAS_STATIC_QUERY_ID && O::HAS_STATIC_QUERY_ID && S::HAS_STATIC_QUERY_ID && L::STATIC;
}

/// What gives rows of a model, or values of them.
pub trait Selection: QueryId {
    /// The model.
    type Model: Model;
    /// What each row gives.
    type Slots: Pick<Self::Model>;
    /// The databases that it is for: `Anywhere`, or `PostgresAlone`.
    type Place: 'static;
    /// The rows are locked.
    const LOCKS: bool = false;
    /// What each row gives.
    fn slots(&self) -> &Self::Slots;
    /// Refuses slices that have no meaning.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check(&self) -> crate::Result<()>;
}

/// The parts of a queryset.
pub trait Refined: Selection {
    /// The filter.
    type Where: Condition;
    /// The order.
    type Order: OrderBy<Self::Model>;
    /// Whether rows are distinct.
    type Distinct: Distinctness;
    /// The slice.
    type Slice: Slice;
}

impl<M, W, O, D, S, L> Refined for QuerySet<M, W, O, D, S, L>
where
    M: Model,
    W: Condition,
    O: OrderBy<M>,
    D: Distinctness,
    S: Slice,
    L: Pick<M>,
{
    type Where = W;
    type Order = O;
    type Distinct = D;
    type Slice = S;
}

impl<M, W, O, D, S, L> Selection for QuerySet<M, W, O, D, S, L>
where
    M: Model,
    W: Condition,
    O: OrderBy<M>,
    D: Distinctness,
    S: Slice,
    L: Pick<M>,
{
    type Model = M;
    type Slots = L;
    type Place = D::Place;
    const LOCKS: bool = S::LOCKED;
    fn slots(&self) -> &L {
        &self.slots
    }
    fn check(&self) -> crate::Result<()> {
        check_slice::<M, S>(&self.slice)?;
        self.condition.check()?;
        self.order.check_order()?;
        self.slots.check()
    }
}

/// Refuses slices that have no meaning.
fn check_slice<M: Model, S: Slice>(slice: &S) -> crate::Result<()> {
    if slice.is_valid() {
        Ok(())
    } else {
        Err(crate::Error::Slice {
            model: M::META.name,
        })
    }
}
