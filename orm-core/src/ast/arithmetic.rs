//! `+ - * /` between columns and values.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types as st;

use super::value::{AsDiesel, AsField, AsLiteral};
use super::{
    AsNothing, Asks, DecimalLiteral, Ex, Expression, IntegerLiteral, MayBeNull, NoCondition, Node,
    NotNull, Nothing, Nullness, Scope, ValueFor, static_query_id,
};
use crate::backend::Backend;
use crate::path::Joins;

/// An arithmetic operator, as a type.
pub trait ArithmeticOperator: 'static {
    /// As written in SQL.
    const SQL: &'static str;
    /// Divides; whole numbers divide to whole numbers.
    const DIVIDES: bool;
    /// Whether it gives NULL by itself, as a division by zero does but on PostgreSQL.
    type Null: Nullness;
}

macro_rules! operators {
    ($($name:ident $sql:literal $divides:literal $null:ident)*) => { $(
        /// An operator.
        pub struct $name;
        impl ArithmeticOperator for $name {
            const SQL: &'static str = $sql;
            const DIVIDES: bool = $divides;
            type Null = $null;
        }
        static_query_id!($name);
    )* };
}
operators! {
    Add " + " false NotNull
    Sub " - " false NotNull
    Mul " * " false NotNull
    Div " / " true MayBeNull
}

/// The SQL types of numbers.
pub trait Number {
    /// It has no fractions.
    const WHOLE: bool;
}
macro_rules! numbers {
    ($($name:ident $whole:literal)*) => { $(
        impl Number for st::$name { const WHOLE: bool = $whole; }
    )* };
}
numbers! { SmallInt true Integer true BigInt true Float false Double false Numeric false }

/// Numbers of two SQL types in one calculation: the wider one is the result.
#[diagnostic::on_unimplemented(
    message = "`{Self}` and `{R}` cannot be calculated with each other",
    label = "arithmetic takes columns of numbers"
)]
pub trait NumericWith<R> {
    /// The result's type.
    type Output: 'static;
}

macro_rules! numeric {
    ($($left:ident $right:ident => $out:ident;)*) => { $(
        impl NumericWith<st::$right> for st::$left { type Output = st::$out; }
    )* };
}
numeric! {
    SmallInt SmallInt => SmallInt; SmallInt Integer => Integer; SmallInt BigInt => BigInt;
    SmallInt Float => Float; SmallInt Double => Double; SmallInt Numeric => Numeric;
    Integer SmallInt => Integer; Integer Integer => Integer; Integer BigInt => BigInt;
    Integer Float => Float; Integer Double => Double; Integer Numeric => Numeric;
    BigInt SmallInt => BigInt; BigInt Integer => BigInt; BigInt BigInt => BigInt;
    BigInt Float => Float; BigInt Double => Double; BigInt Numeric => Numeric;
    Float SmallInt => Float; Float Integer => Float; Float BigInt => Float;
    Float Float => Float; Float Double => Double;
    Double SmallInt => Double; Double Integer => Double; Double BigInt => Double;
    Double Float => Double; Double Double => Double;
    Numeric SmallInt => Numeric; Numeric Integer => Numeric; Numeric BigInt => Numeric;
    Numeric Numeric => Numeric;
}

/// The right side of an operator whose left side has SQL type `S`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be calculated with a column of type `{S}`",
    label = "the column is `{S}`, and this is `{Self}`",
    note = "numbers go with numbers; text is joined by `concat(a, b)`, a date moved by `date.plus_days(n)`"
)]
pub trait Operand<S, K> {
    /// The node.
    type Value: Node + QueryId;
    /// The result's type.
    type Output: 'static;
    /// Becomes a node.
    fn into_operand(self) -> Self::Value;
}

#[diagnostic::do_not_recommend]
impl<T: Nothing, S> Operand<S, AsNothing> for T {
    type Value = NoCondition;
    type Output = st::Bool;
    fn into_operand(self) -> NoCondition {
        NoCondition
    }
}
#[diagnostic::do_not_recommend]
impl<T, S> Operand<S, AsDiesel> for T
where
    T: ValueFor<S, AsDiesel>,
    S: NumericWith<S>,
{
    type Value = T::Value;
    type Output = S::Output;
    fn into_operand(self) -> T::Value {
        self.into_value()
    }
}
#[diagnostic::do_not_recommend]
impl<E, S> Operand<S, AsField> for Ex<E>
where
    E: Expression + QueryId,
    S: NumericWith<E::Sql>,
{
    type Value = E;
    type Output = S::Output;
    fn into_operand(self) -> E {
        self.0
    }
}
#[diagnostic::do_not_recommend]
impl<T, S> Operand<S, AsLiteral> for IntegerLiteral<T>
where
    Self: ValueFor<S, AsLiteral>,
    S: NumericWith<S>,
{
    type Value = <Self as ValueFor<S, AsLiteral>>::Value;
    type Output = S::Output;
    fn into_operand(self) -> Self::Value {
        self.into_value()
    }
}
#[diagnostic::do_not_recommend]
impl<S> Operand<S, AsLiteral> for DecimalLiteral
where
    Self: ValueFor<S, AsLiteral>,
    S: NumericWith<S>,
{
    type Value = <Self as ValueFor<S, AsLiteral>>::Value;
    type Output = S::Output;
    fn into_operand(self) -> Self::Value {
        self.into_value()
    }
}

/// `(left op right)`, of SQL type `S`.
pub struct Arithmetic<Op, L, R, S> {
    left: L,
    right: R,
    types: PhantomData<fn() -> (Op, S)>,
}

impl<Op, L, R, S> Arithmetic<Op, L, R, S> {
    fn new(left: L, right: R) -> Self {
        Self {
            left,
            right,
            types: PhantomData,
        }
    }
}

impl<Op, L: Clone, R: Clone, S> Clone for Arithmetic<Op, L, R, S> {
    fn clone(&self) -> Self {
        Self {
            left: self.left.clone(),
            right: self.right.clone(),
            types: PhantomData,
        }
    }
}
impl<Op, L: Copy, R: Copy, S> Copy for Arithmetic<Op, L, R, S> {}

impl<Op, L, R, S> QueryId for Arithmetic<Op, L, R, S>
where
    Op: QueryId,
    L: QueryId,
    R: QueryId,
{
    type QueryId = Arithmetic<Op::QueryId, L::QueryId, R::QueryId, ()>;
    const HAS_STATIC_QUERY_ID: bool = L::HAS_STATIC_QUERY_ID && R::HAS_STATIC_QUERY_ID;
}
impl<Op, L: Node, R: Node, S> Node for Arithmetic<Op, L, R, S> {
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
impl<Op, L: Node, R: Node, S: 'static> Expression for Arithmetic<Op, L, R, S> {
    type Sql = S;
}
impl<Op, L, R, S, DB> QueryFragment<DB> for Arithmetic<Op, L, R, S>
where
    Op: ArithmeticOperator,
    L: QueryFragment<DB>,
    R: QueryFragment<DB>,
    S: Number,
    DB: Backend,
{
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        out.push_sql("(");
        self.left.walk_ast(out.reborrow())?;
        out.push_sql(if Op::DIVIDES && S::WHOLE {
            out.backend().dialect().whole_division()
        } else {
            Op::SQL
        });
        self.right.walk_ast(out.reborrow())?;
        out.push_sql(")");
        Ok(())
    }
}

// Written out one by one: from a macro they would be shown with the macro around them in
// every error about an operand.
impl<E: Expression> Ex<E> {
    /// `self + value`.
    #[allow(clippy::should_implement_trait)] // the marker parameter keeps it from being the operator
    pub fn add<T, K>(self, value: T) -> Ex<Arithmetic<Add, E, T::Value, T::Output>>
    where
        T: Operand<E::Sql, K>,
    {
        Ex(Arithmetic::new(self.0, value.into_operand()))
    }
    /// `self - value`.
    #[allow(clippy::should_implement_trait)] // the marker parameter keeps it from being the operator
    pub fn sub<T, K>(self, value: T) -> Ex<Arithmetic<Sub, E, T::Value, T::Output>>
    where
        T: Operand<E::Sql, K>,
    {
        Ex(Arithmetic::new(self.0, value.into_operand()))
    }
    /// `self * value`.
    #[allow(clippy::should_implement_trait)] // the marker parameter keeps it from being the operator
    pub fn mul<T, K>(self, value: T) -> Ex<Arithmetic<Mul, E, T::Value, T::Output>>
    where
        T: Operand<E::Sql, K>,
    {
        Ex(Arithmetic::new(self.0, value.into_operand()))
    }
    /// `self / value`.
    #[allow(clippy::should_implement_trait)] // the marker parameter keeps it from being the operator
    pub fn div<T, K>(self, value: T) -> Ex<Arithmetic<Div, E, T::Value, T::Output>>
    where
        T: Operand<E::Sql, K>,
    {
        Ex(Arithmetic::new(self.0, value.into_operand()))
    }
}
