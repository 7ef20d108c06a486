//! The nodes of a query: Diesel's `QueryFragment`s, typed by what they stand for.
//!
//! Everything that changes a query's text is in a type, so that Diesel finds the prepared
//! statement by type. Parts that depend on a value at run time (an `if` without `else`, a
//! `match` with different arms) give that up, and only they.

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;

use crate::path::Joins;

mod arithmetic;
mod column;
mod compare;
mod condition;
mod date;
mod expr;
mod list;
mod logic;
mod order;
mod own;
mod quantifier;
mod relation;
mod slice;
mod text;
mod value;

pub use arithmetic::{Add, Arithmetic, Div, Mul, NumericWith, Operand, Sub};
pub use column::Col;
pub use compare::{Between, Compare, IsNull, Same};
pub use condition::{Condition, IntoCondition, NoCondition, condition};
pub use date::{DatePart, HasDate, HasTime, Part};
pub use expr::{Ex, column};
pub use list::{InItem, InList, InQuery, InSource, OneBind, OwnValue, Subquery};
pub use logic::{And, Either, Not, Or, and, not, or};
pub(crate) use order::push_order_by;
pub use order::{
    Asc, Desc, IntoOrder, ModelOrder, Nulls, OrderBy, OrderItem, OrderList, PushItem, PushList,
    PushOrder, Random, Reversed, Said, asc, desc, random,
};
pub use own::{BoundOwn, ChoiceList, OwnType};
pub use quantifier::{All, Any, Exists, Nobody, all, any, any_row, none, none_row};
pub use relation::HasValue;
pub use slice::{
    From as SliceFrom, FromTo as SliceFromTo, NoSlice, PushSlice, Slice, SliceBound, To as SliceTo,
    bound,
};
pub use text::{TextLookup, TextMatch};
pub use value::{Bind, DecimalLiteral, IntegerLiteral, SameFor, ValueFor};

/// A part of a query that knows which tables it needs.
pub trait Node {
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
