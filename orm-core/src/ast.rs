//! The nodes of a query: Diesel's `QueryFragment`s, typed by what they stand for.
//!
//! Everything that changes a query's text is in a type, so that Diesel finds the prepared
//! statement by type. Parts that depend on a value at run time (an `if` without `else`, a
//! `match` with different arms) give that up, and only they.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;

use crate::path::Joins;

mod aggregate;
mod aggregating;
mod among;
mod arithmetic;
mod boxed;
mod chosen;
mod column;
mod compare;
mod condition;
mod date;
mod default_scope;
mod expr;
mod frame;
pub mod function;
mod grouped;
mod keyset;
mod list;
mod lock;
mod logic;
mod named;
mod order;
mod own;
mod place;
mod quantifier;
mod ranking;
mod relation;
mod scope;
mod seen;
mod slice;
mod soft;
mod statistics;
mod subquery;
mod text;
mod typed;
mod value;
mod window;

pub use aggregate::{
    Aggregate, AggregateFunction, AggregateOf, Aggregates, Avg, Count, CountDistinct, Max, Min,
    Over, Star, Sum, Summable,
};
pub use aggregating::{
    Aggregable, Countable, avg, count, count_distinct, count_rows, max, min, sum,
};
pub(crate) use among::push_key_in;
pub use among::{Among, CheckKeys, Once};
pub use arithmetic::{Add, Arithmetic, Div, Mul, NumericWith, Operand, Sub};
pub use boxed::{
    Boxed, BoxedCondition, BoxedOrder, ConditionOn, Filter, HoldCondition, HoldOrder, OrderOn,
    Typed,
};
pub use chosen::{Chosen, EveryRow, InTenant, MaybeFilter, NoFilter, Says, SomeFilter};
pub use column::Col;
pub use compare::{Between, Compare, Eq, IsNull, Same};
pub use condition::{Condition, IntoCondition, IsTrue, NoCondition, condition};
pub use date::{DatePart, HasDate, HasTime, Part};
pub use default_scope::{DefaultFilter, FixedCondition, InScope, Scoped, scope_at};
pub use expr::{Ex, column};
pub use frame::{Frame, NoFrame, RangeFrame, RowsFrame, range_frame, rows_frame};
pub use function::SqlFunction;
pub use grouped::{Grouped, GroupedList};
pub use keyset::{
    KeysetItem, KeysetItemOn, KeysetList, KeysetListOn, KeysetOrder, ReadPart, ReadParts,
};
pub use list::{InItem, InList, InQuery, InSource, OneBind, OwnValue, Subquery};
pub use lock::{
    ForShare, ForUpdate, Lock, LockKind, LockOn, LockPaths, Locked, LockedSlice, LocksRows, NoWait,
    OfWrite, SkipLocked, SlicedLock, Unlocked, Waiting, Waits,
};
pub use logic::{And, Either, Not, Or, and, not, or};
pub use named::{
    AnyCondition, ConditionOf, Matches, NamedCondition, condition_of, matches, named_condition,
};
pub use order::{
    Asc, ByName, Desc, IntoOrder, ModelOrder, Named, NamedTerms, Nulls, OptionalItem, OrderBy,
    OrderItem, OrderList, PushItem, PushList, PushNamed, PushOrder, Random, Reversed, Said,
    Turnable, asc, desc, named, random,
};
pub(crate) use order::{push_distinct_order, push_order_after, push_order_by};
pub use own::{BoundOwn, ChoiceList, OwnType};
pub use place::{Digest, KeysetSql, PlaceValue};
pub use quantifier::{All, Any, Exists, Nobody, all, any, any_row, none, none_row};
pub use ranking::{
    CumeDist, DenseRank, FirstValue, Lag, LastValue, Lead, NthValue, Ntile, OrElse, OverWindow,
    PercentRank, Rank, RowNumber, Windowed, cume_dist, dense_rank, first_value, lag, lag_or,
    last_value, lead, lead_or, nth_value, ntile, percent_rank, rank, row_number,
};
pub use relation::HasValue;
pub use scope::{
    Free, InBoth, InGroup, InMany, InRow, InWindow, Mixed, OfAll, OfGroups, OfRows, Orders,
    OverRows, SameMany, Scope, ScopeOf, Ungrouped,
};
pub(crate) use seen::PushSeen;
pub use seen::{Seen, SeenList};
pub use slice::{
    From as SliceFrom, FromTo as SliceFromTo, NoSlice, PushSlice, Slice, SliceBound, To as SliceTo,
    bound,
};
pub(crate) use soft::only_deleted;
pub use soft::{BothScopes, Marked, NotDeleted, SoftScoped, WithDeleted};
#[cfg(feature = "postgres-backend")]
pub use statistics::{ArrayAgg, array_agg};
pub use statistics::{
    Separated, StdDev, StdDevPop, StringAgg, Variance, VariancePop, stddev, stddev_pop, string_agg,
    variance, variance_pop,
};
pub use subquery::{AnyRow, ExistsIn, OneValue, Scalar, exists, not_exists, subquery};
pub use text::{TextLookup, TextMatch};
pub use typed::{MayBeNull, NotNull, Nullness, Out, TypedAs, Value};
pub use value::{Bind, DecimalLiteral, IntegerLiteral, SameFor, ValueFor};
pub use window::{Over as OverOf, PushFunction, PushWindow, Window, WindowFunction};

/// What a part of a query asks besides the columns of the row that it is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// Values alone: what a write can ask of its table as it stands.
    Values,
    /// Also lists, which databases read as tables.
    Lists,
    /// Perhaps more, by joins or subqueries.
    Tables,
}
impl Asks {
    /// What both ask.
    pub const fn and(self, other: Self) -> Self {
        if other as u8 > self as u8 {
            other
        } else {
            self
        }
    }
}

/// A part of a query that knows which tables it needs.
pub trait Node {
    /// On what it depends.
    type Scope: Scope;
    /// What it asks besides the row's own columns.
    const ASKS: Asks = Asks::Tables;
    /// Writes the joins that the part's paths need.
    ///
    /// # Errors
    /// Those of the query builder.
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()>;
    /// Writes those of the joins that the part cannot do without: where one finds no row,
    /// a value is NULL, and a condition is not true.
    ///
    /// # Errors
    /// Those of the query builder.
    fn needs<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
    /// Refuses slices that have no meaning, in the subqueries of it. It comes before the statement
    /// is written, which whoever hears of statements may print.
    ///
    /// # Errors
    /// [`Error::Slice`](crate::Error::Slice).
    fn check(&self) -> crate::Result<()> {
        Ok(())
    }
}

/// A node that stands for a value of SQL type `Sql`, nullable or not.
pub trait Expression: Node {
    /// The type, without `Nullable`.
    type Sql: 'static;
}

/// Implemented by nothing.
///
/// Where a trait has one blanket impl, the compiler settles on it before it knows whether its
/// bounds hold, and then reports what is unmet deep inside. A second blanket impl, bound by
/// this trait, makes it look first: the error is then the trait's own text, and the only one.
pub trait Nothing {}
/// How nothing comes to be a value: the marker of impls for [`Nothing`].
pub struct AsNothing;

/// Implements `QueryId` for a node whose text is decided by its type parameters.
macro_rules! static_query_id {
    ($node:ident) => {
        impl diesel::query_builder::QueryId for $node {
            type QueryId = Self;
            const HAS_STATIC_QUERY_ID: bool = true;
        }
    };
    ($node:ident < $($param:ident),* >) => {
        impl<$($param: diesel::query_builder::QueryId),*> diesel::query_builder::QueryId for $node<$($param),*> {
            type QueryId = $node<$($param::QueryId),*>;
            const HAS_STATIC_QUERY_ID: bool = true $(&& $param::HAS_STATIC_QUERY_ID)*;
        }
    };
}
pub(crate) use static_query_id;
