//! Aggregates: `count(tracks)`, `sum(price * quantity)`.
//!
//! Of the queryset's own rows they are SQL's aggregates. Of the rows of a to-many relation
//! each is a subquery of its own, so that several of them never multiply each other's rows.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types as st;
use diesel::sql_types::is_nullable;

use super::{
    Condition, Expression, Free, InBoth, InGroup, InMany, InRow, MayBeNull, NoCondition, Node,
    NotNull, Nullness, SameMany, TypedAs, Ungrouped, Value, static_query_id,
};
use crate::backend::{Backend, Kind};
use crate::model::Relation;
use crate::path::{Each, Joins, Path, Sub};

/// Which aggregate, as a type.
pub trait AggregateFunction: 'static {
    /// Its name and what stands before the value.
    const OPEN: &'static str;
    /// Whether it may be NULL: of no rows.
    type Null: Nullness;
}

/// Writes the call of an aggregate of `E` for a database that has it.
pub trait PushCall<DB: DieselBackend, E>: AggregateFunction {
    /// Writes it, of the rows alone that meet the condition.
    ///
    /// # Errors
    /// Those of the query builder.
    fn push_call<'b, C>(expr: &'b E, condition: &'b C, out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        C: Condition + QueryFragment<DB>;
}

/// Functions that every database has under the same name.
pub trait Everywhere: AggregateFunction {}
impl<F: Everywhere, E: Argument<DB>, DB: DieselBackend> PushCall<DB, E> for F {
    fn push_call<'b, C>(expr: &'b E, condition: &'b C, out: AstPass<'_, 'b, DB>) -> QueryResult<()>
    where
        C: Condition + QueryFragment<DB>,
    {
        push_plain_call::<F, E, C, DB>(expr, condition, out)
    }
}

macro_rules! functions {
    ($($(#[$doc:meta])* $name:ident $open:literal $null:ident;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy)]
        pub struct $name;
        impl AggregateFunction for $name {
            const OPEN: &'static str = $open;
            type Null = $null;
        }
        impl Everywhere for $name {}
        static_query_id!($name);
    )* };
}
functions! {
    /// How many.
    Count "COUNT(" NotNull;
    /// How many different values.
    CountDistinct "COUNT(DISTINCT " NotNull;
    /// The sum; NULL of no values.
    Sum "SUM(" MayBeNull;
    /// The mean; NULL of no values.
    Avg "AVG(" MayBeNull;
    /// The smallest; NULL of no values.
    Min "MIN(" MayBeNull;
    /// The largest; NULL of no values.
    Max "MAX(" MayBeNull;
}

/// What an aggregate makes of values of `E`.
pub trait AggregateOf<E>: AggregateFunction {
    /// The result's type.
    type Sql: 'static;
    /// The same in Rust.
    type Rust: 'static;
    /// The same as it is read.
    type Stored: st::SqlType<IsNull = is_nullable::NotNull> + 'static;
    /// As what the database must be told to give it, wherever it stands.
    const EXACT: Option<Kind>;
    /// As what it is cast where it is selected.
    const CAST: Option<Kind>;
}

macro_rules! counts {
    ($($name:ident)*) => { $(
        impl<E> AggregateOf<E> for $name {
            type Sql = st::BigInt;
            type Rust = i64;
            type Stored = st::BigInt;
            const EXACT: Option<Kind> = None;
            const CAST: Option<Kind> = None;
        }
    )* };
}
counts!(Count CountDistinct);

macro_rules! extremes {
    ($($name:ident)*) => { $(
        impl<E: Value> AggregateOf<E> for $name {
            type Sql = E::Sql;
            type Rust = E::Rust;
            type Stored = E::Stored;
            const EXACT: Option<Kind> = None;
            const CAST: Option<Kind> = E::CAST;
        }
    )* };
}
extremes!(Min Max);

/// The SQL types that can be summed.
#[diagnostic::on_unimplemented(
    message = "`sum` and `avg` take numbers, and this is `{Self}`",
    label = "`{Self}` is no number"
)]
pub trait Summable {
    /// The type of a sum.
    type Sum: TypedAs;
    /// The type of a mean.
    type Mean: TypedAs;
}
macro_rules! summable {
    ($($(#[$cfg:meta])* $sql:ident $sum:ident $mean:ident;)*) => { $(
        $(#[$cfg])*
        #[diagnostic::do_not_recommend]
        impl Summable for st::$sql {
            type Sum = st::$sum;
            type Mean = st::$mean;
        }
    )* };
}
summable! {
    SmallInt BigInt Double;
    Integer BigInt Double;
    BigInt BigInt Double;
    Float Double Double;
    Double Double Double;
    #[cfg(feature = "numeric")]
    Numeric Numeric Numeric;
}

impl<E: Expression<Sql: Summable>> AggregateOf<E> for Sum {
    type Sql = <E::Sql as Summable>::Sum;
    type Rust = <<E::Sql as Summable>::Sum as TypedAs>::Rust;
    type Stored = <<E::Sql as Summable>::Sum as TypedAs>::Stored;
    const EXACT: Option<Kind> = <<E::Sql as Summable>::Sum as TypedAs>::KIND;
    const CAST: Option<Kind> = None;
}
impl<E: Expression<Sql: Summable>> AggregateOf<E> for Avg {
    type Sql = <E::Sql as Summable>::Mean;
    type Rust = <<E::Sql as Summable>::Mean as TypedAs>::Rust;
    type Stored = <<E::Sql as Summable>::Mean as TypedAs>::Stored;
    const EXACT: Option<Kind> = <<E::Sql as Summable>::Mean as TypedAs>::KIND;
    const CAST: Option<Kind> = None;
}

/// Every row, `*`, of the relation at the end of a path, or of the queryset.
pub struct Star<P>(PhantomData<fn() -> P>);
impl<P> Clone for Star<P> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<P> Copy for Star<P> {}
impl<P> Star<P> {
    pub(super) fn new() -> Self {
        Self(PhantomData)
    }
}
impl<P: 'static> QueryId for Star<P> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl Node for Star<()> {
    type Scope = Free;
    fn joins<DB: DieselBackend>(&self, _: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        Ok(())
    }
}
impl<P: Path, R: Relation<From = P::Model>> Node for Star<Each<P, R>> {
    type Scope = <Each<P, R> as Path>::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        <Each<P, R> as Path>::join(joins)
    }
}
impl<P> Expression for Star<P>
where
    Self: Node,
{
    type Sql = st::BigInt;
}
impl<P, DB: DieselBackend> QueryFragment<DB> for Star<P> {
    fn walk_ast<'b>(&'b self, _: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        Ok(())
    }
}

/// What stands between the parentheses.
pub trait Argument<DB: DieselBackend>: QueryFragment<DB> {
    /// It is every row.
    const STAR: bool;
}
impl<E: Value + QueryFragment<DB>, DB: DieselBackend> Argument<DB> for E {
    const STAR: bool = E::STAR;
}
impl<P> Value for Star<P>
where
    Self: Node,
{
    type Rust = i64;
    type Stored = st::BigInt;
    type Null = NotNull;
    const CAST: Option<Kind> = None;
    const STAR: bool = true;
}

/// An aggregate of the queryset's own rows.
#[derive(Clone, Copy)]
pub struct Aggregate<F, E, C = NoCondition> {
    pub(super) expr: E,
    pub(super) condition: C,
    pub(super) function: PhantomData<fn() -> F>,
}
/// An aggregate of the rows of to-many relation `R`, seen from `P`: a subquery.
pub struct Over<F, E, C, P, R> {
    pub(super) expr: E,
    pub(super) condition: C,
    pub(super) types: PhantomData<fn() -> (F, P, R)>,
}
impl<F, E: Clone, C: Clone, P, R> Clone for Over<F, E, C, P, R> {
    fn clone(&self) -> Self {
        Self {
            expr: self.expr.clone(),
            condition: self.condition.clone(),
            types: PhantomData,
        }
    }
}
impl<F, E: Copy, C: Copy, P, R> Copy for Over<F, E, C, P, R> {}

static_query_id!(Aggregate<F, E, C>);
impl<F: 'static, E: QueryId, C: QueryId, P: 'static, R: 'static> QueryId for Over<F, E, C, P, R> {
    type QueryId = Over<F, E::QueryId, C::QueryId, P, R>;
    const HAS_STATIC_QUERY_ID: bool = E::HAS_STATIC_QUERY_ID && C::HAS_STATIC_QUERY_ID;
}

impl<F, E: Node, C: Node> Node for Aggregate<F, E, C> {
    type Scope = InGroup;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.expr.joins(joins)?;
        self.condition.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.expr.check()?;
        self.condition.check()
    }
}
impl<F, E: Node, C: Node, P: Path, R> Node for Over<F, E, C, P, R> {
    type Scope = P::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        P::join(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.expr.check()?;
        self.condition.check()
    }
}

impl<F: AggregateOf<E>, E: Node, C: Node> Expression for Aggregate<F, E, C> {
    type Sql = F::Sql;
}
impl<F: AggregateOf<E>, E: Node, C: Node, P: Path, R> Expression for Over<F, E, C, P, R> {
    type Sql = F::Sql;
}
impl<F: AggregateOf<E>, E: Node, C: Node> Value for Aggregate<F, E, C> {
    type Rust = F::Rust;
    type Stored = F::Stored;
    type Null = F::Null;
    const CAST: Option<Kind> = F::CAST;
}
impl<F: AggregateOf<E>, E: Node, C: Node, P: Path, R> Value for Over<F, E, C, P, R> {
    type Rust = F::Rust;
    type Stored = F::Stored;
    type Null = F::Null;
    const CAST: Option<Kind> = F::CAST;
}

/// `SUM(expr)`, or `SUM(CASE WHEN condition THEN expr END)`.
pub(super) fn push_plain_call<'b, F, E, C, DB>(
    expr: &'b E,
    condition: &'b C,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    F: AggregateFunction,
    E: Argument<DB>,
    C: Condition + QueryFragment<DB>,
    DB: DieselBackend,
{
    out.push_sql(F::OPEN);
    if condition.is_absent() {
        if E::STAR {
            out.push_sql("*");
        }
        expr.walk_ast(out.reborrow())?;
    } else {
        out.push_sql("CASE WHEN ");
        condition.walk_ast(out.reborrow())?;
        out.push_sql(if E::STAR { " THEN 1" } else { " THEN " });
        expr.walk_ast(out.reborrow())?;
        out.push_sql(" END");
    }
    out.push_sql(")");
    Ok(())
}

/// The call, cast where databases give another type.
fn push_exact<'b, F, E, C, DB>(
    expr: &'b E,
    condition: &'b C,
    mut out: AstPass<'_, 'b, DB>,
) -> QueryResult<()>
where
    F: AggregateOf<E> + PushCall<DB, E>,
    C: Condition + QueryFragment<DB>,
    DB: Backend,
{
    let Some(kind) = F::EXACT else {
        return F::push_call(expr, condition, out);
    };
    out.push_sql("CAST(");
    F::push_call(expr, condition, out.reborrow())?;
    out.push_sql(" AS ");
    out.push_sql(out.backend().dialect().cast_type(kind));
    out.push_sql(")");
    Ok(())
}

impl<F, E, C, DB> QueryFragment<DB> for Aggregate<F, E, C>
where
    F: AggregateOf<E> + PushCall<DB, E>,
    C: Condition + QueryFragment<DB>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        push_exact::<F, E, C, DB>(&self.expr, &self.condition, out)
    }
}

impl<F, E, C, P, R, DB> QueryFragment<DB> for Over<F, E, C, P, R>
where
    F: AggregateOf<E> + PushCall<DB, E>,
    E: Node,
    C: Condition + QueryFragment<DB>,
    P: Path,
    R: Relation<From = P::Model>,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(SELECT ");
        push_exact::<F, E, NoCondition, DB>(&self.expr, &NoCondition, out.reborrow())?;
        out.push_sql(" FROM ");
        Sub::<P, R>::push_from(&mut out)?;
        let joins = &mut Joins::new(&mut out).at_depth(P::DEPTH);
        self.expr.joins(joins)?;
        self.condition.joins(joins)?;
        out.push_sql(" WHERE ");
        Sub::<P, R>::push_correlation(&mut out)?;
        if !self.condition.is_absent() {
            out.push_sql(" AND ");
            self.condition.walk_ast(out.reborrow())?;
        }
        out.push_sql(")");
        Ok(())
    }
}

/// Whose rows an aggregate takes together: found by what its value depends on.
#[diagnostic::on_unimplemented(
    message = "an aggregate takes rows together, and this is an aggregate or a window already",
    label = "not of rows",
    note = "calculate with aggregates outside: `sum(a) / count()`"
)]
pub trait Aggregates {
    /// The aggregate.
    type Node<F, E>;
    /// The aggregate.
    fn node<F, E>(expr: E) -> Self::Node<F, E>;
}
macro_rules! of_own_rows {
    ($($scope:ty)*) => { $(
        #[diagnostic::do_not_recommend]
        impl Aggregates for $scope {
            type Node<F, E> = Aggregate<F, E>;
            fn node<F, E>(expr: E) -> Aggregate<F, E> {
                Aggregate { expr, condition: NoCondition, function: PhantomData }
            }
        }
    )* };
}
of_own_rows!(Free InRow Ungrouped);

fn over<F, E, P, R>(expr: E) -> Over<F, E, NoCondition, P, R> {
    Over {
        expr,
        condition: NoCondition,
        types: PhantomData,
    }
}
#[diagnostic::do_not_recommend]
impl<P, R> Aggregates for InMany<P, R> {
    type Node<F, E> = Over<F, E, NoCondition, P, R>;
    fn node<F, E>(expr: E) -> Self::Node<F, E> {
        over(expr)
    }
}
impl<P, R, B: SameMany<P, R>> Aggregates for InBoth<P, R, B> {
    type Node<F, E> = Over<F, E, NoCondition, P, R>;
    fn node<F, E>(expr: E) -> Self::Node<F, E> {
        over(expr)
    }
}
