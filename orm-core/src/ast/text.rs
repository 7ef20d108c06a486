//! Text lookups. `%`, `_` and `\` in the user's text match themselves, and a NUL does not
//! end it: how that is done is the backend's affair.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::{Bool, Text};

use super::{Asks, Expression, Node, Scope, static_query_id};
use crate::backend::{Backend, TextKind};
use crate::path::Joins;

/// SQL types with text lookups.
#[diagnostic::on_unimplemented(
    message = "text lookups work on text columns, and this column is `{Self}`",
    label = "the column is `{Self}`, not text"
)]
pub trait TextMatch<T> {}
#[diagnostic::do_not_recommend]
impl<T> TextMatch<T> for Text {}

/// Which lookup, as a type.
pub trait TextOperator: 'static {
    /// The lookup as data.
    const KIND: TextKind;
}

macro_rules! text_operators {
    ($($name:ident)*) => { $(
        /// A text lookup.
        #[derive(Clone, Copy)]
        pub struct $name;
        impl TextOperator for $name { const KIND: TextKind = TextKind::$name; }
        static_query_id!($name);
    )* };
}
text_operators! {
    Contains IContains StartsWith IStartsWith EndsWith IEndsWith IExact Regex IRegex
}

/// `column.contains("text")` and its like.
#[derive(Clone, Copy)]
pub struct TextLookup<Op, E, V> {
    expr: E,
    value: V,
    op: PhantomData<fn() -> Op>,
}

impl<Op, E, V> TextLookup<Op, E, V> {
    pub(crate) fn new(expr: E, value: V) -> Self {
        Self {
            expr,
            value,
            op: PhantomData,
        }
    }
}

static_query_id!(TextLookup<Op, E, V>);

impl<Op, E: Node, V: Node> Node for TextLookup<Op, E, V> {
    type Scope = <E::Scope as Scope>::With<V::Scope>;
    const ASKS: Asks = E::ASKS.and(V::ASKS);
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.expr.joins(joins)?;
        self.value.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.expr.check()?;
        self.value.check()
    }
}
impl<Op, E: Node, V: Node> Expression for TextLookup<Op, E, V> {
    type Sql = Bool;
}
impl<Op, E, V, DB> QueryFragment<DB> for TextLookup<Op, E, V>
where
    Op: TextOperator,
    E: QueryFragment<DB>,
    V: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        crate::backend::text_lookup(Op::KIND, &self.expr, &self.value, out)
    }
}
