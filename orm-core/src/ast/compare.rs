//! Comparisons: `= <> < <= > >=`, BETWEEN, IS NULL, and equality that takes NULL for a value.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment};
use diesel::sql_types::Bool;

use super::{Asks, Expression, Node, Scope, static_query_id};
use crate::backend::Backend;
use crate::path::Joins;

/// An operator, as a type, so that it is part of the query's id.
pub trait Operator: 'static {
    /// As written in SQL.
    const SQL: &'static str;
}

macro_rules! operators {
    ($($name:ident $sql:literal)*) => { $(
        /// An operator.
        #[derive(Clone, Copy)]
        pub struct $name;
        impl Operator for $name { const SQL: &'static str = $sql; }
        static_query_id!($name);
    )* };
}
operators! { Eq " = " Ne " <> " Lt " < " Le " <= " Gt " > " Ge " >= " }

/// `left op right`.
#[derive(Clone, Copy)]
pub struct Compare<Op, L, R> {
    left: L,
    right: R,
    op: PhantomData<fn() -> Op>,
}

impl<Op, L, R> Compare<Op, L, R> {
    pub(crate) fn new(left: L, right: R) -> Self {
        Self {
            left,
            right,
            op: PhantomData,
        }
    }
}

static_query_id!(Compare<Op, L, R>);

impl<Op, L: Node, R: Node> Node for Compare<Op, L, R> {
    type Scope = <L::Scope as Scope>::With<R::Scope>;
    const ASKS: Asks = L::ASKS.and(R::ASKS);
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.left.joins(joins)?;
        self.right.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.left.check()?;
        self.right.check()
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.left.needs(joins)?;
        self.right.needs(joins)
    }
}
impl<Op, L: Node, R: Node> Expression for Compare<Op, L, R> {
    type Sql = Bool;
}
impl<Op, L, R, DB> QueryFragment<DB> for Compare<Op, L, R>
where
    Op: Operator,
    L: QueryFragment<DB>,
    R: QueryFragment<DB>,
    DB: DieselBackend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.left.walk_ast(out.reborrow())?;
        out.push_sql(Op::SQL);
        self.right.walk_ast(out)
    }
}

/// `value BETWEEN low AND high`.
#[derive(Clone, Copy)]
pub struct Between<E, A, B> {
    expr: E,
    low: A,
    high: B,
}

impl<E, A, B> Between<E, A, B> {
    pub(crate) fn new(expr: E, low: A, high: B) -> Self {
        Self { expr, low, high }
    }
}

static_query_id!(Between<E, A, B>);

impl<E: Node, A: Node, B: Node> Node for Between<E, A, B> {
    type Scope = <<E::Scope as Scope>::With<A::Scope> as Scope>::With<B::Scope>;
    const ASKS: Asks = E::ASKS.and(A::ASKS).and(B::ASKS);
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.expr.joins(joins)?;
        self.low.joins(joins)?;
        self.high.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.expr.check()?;
        self.low.check()?;
        self.high.check()
    }
}
impl<E: Node, A: Node, B: Node> Expression for Between<E, A, B> {
    type Sql = Bool;
}
impl<E, A, B, DB> QueryFragment<DB> for Between<E, A, B>
where
    E: QueryFragment<DB>,
    A: QueryFragment<DB>,
    B: QueryFragment<DB>,
    DB: DieselBackend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.expr.walk_ast(out.reborrow())?;
        out.push_sql(" BETWEEN ");
        self.low.walk_ast(out.reborrow())?;
        out.push_sql(" AND ");
        self.high.walk_ast(out)
    }
}

/// `value IS NULL` or `IS NOT NULL`.
#[derive(Clone, Copy)]
pub struct IsNull<E, const NULL: bool>(pub(crate) E);

impl<E: diesel::query_builder::QueryId, const NULL: bool> diesel::query_builder::QueryId
    for IsNull<E, NULL>
{
    type QueryId = IsNull<E::QueryId, NULL>;
    const HAS_STATIC_QUERY_ID: bool = E::HAS_STATIC_QUERY_ID;
}
impl<E: Node, const NULL: bool> Node for IsNull<E, NULL> {
    type Scope = E::Scope;
    const ASKS: Asks = E::ASKS;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
}
impl<E: Node, const NULL: bool> Expression for IsNull<E, NULL> {
    type Sql = Bool;
}
impl<E: QueryFragment<DB>, const NULL: bool, DB: DieselBackend> QueryFragment<DB>
    for IsNull<E, NULL>
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(if NULL { " IS NULL" } else { " IS NOT NULL" });
        Ok(())
    }
}

/// Equal, or both NULL.
#[derive(Clone, Copy)]
pub struct Same<E, V> {
    expr: E,
    value: V,
}

impl<E, V> Same<E, V> {
    pub(crate) fn new(expr: E, value: V) -> Self {
        Self { expr, value }
    }
}

static_query_id!(Same<E, V>);

impl<E: Node, V> Node for Same<E, V> {
    type Scope = E::Scope;
    const ASKS: Asks = E::ASKS;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.expr.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.expr.check()
    }
}
impl<E: Node, V> Expression for Same<E, V> {
    type Sql = Bool;
}
impl<E, V, DB> QueryFragment<DB> for Same<E, V>
where
    E: QueryFragment<DB>,
    V: QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.expr.walk_ast(out.reborrow())?;
        out.push_sql(out.backend().dialect().null_safe_equal());
        self.value.walk_ast(out)
    }
}
