//! What goes into a function: columns and calculations, and values of Rust.

use std::marker::PhantomData;

use diesel::QueryResult;
use diesel::backend::Backend as DieselBackend;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types as st;

use crate::ast::value::{AsDiesel, AsField, AsLiteral};
use crate::ast::{
    AsNothing, DecimalLiteral, Ex, Expression, IntegerLiteral, NoCondition, Node, Nothing, TypedAs,
    Value, ValueFor,
};
use crate::backend::Kind;
use crate::model::FieldType;
use crate::path::Joins;

/// Node `N` as a value of SQL type `S`.
pub struct As<N, S>(N, PhantomData<fn() -> S>);

impl<N, S> As<N, S> {
    fn new(node: N) -> Self {
        Self(node, PhantomData)
    }
}
impl<N: Clone, S> Clone for As<N, S> {
    fn clone(&self) -> Self {
        Self::new(self.0.clone())
    }
}
impl<N: Copy, S> Copy for As<N, S> {}
impl<N: QueryId, S: 'static> QueryId for As<N, S> {
    type QueryId = As<N::QueryId, S>;
    const HAS_STATIC_QUERY_ID: bool = N::HAS_STATIC_QUERY_ID;
}
impl<N: Node, S> Node for As<N, S> {
    type Scope = N::Scope;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
    fn check(&self) -> crate::Result<()> {
        self.0.check()
    }
    fn needs<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.needs(joins)
    }
}
impl<N: Node, S: 'static> Expression for As<N, S> {
    type Sql = S;
}
impl<N: Value, S: TypedAs> Value for As<N, S> {
    type Rust = S::Rust;
    type Stored = S::Stored;
    type Null = N::Null;
    const CAST: Option<Kind> = N::CAST;
}
impl<N: QueryFragment<DB>, S, DB: DieselBackend> QueryFragment<DB> for As<N, S> {
    fn walk_ast<'b>(&'b self, out: AstPass<'_, 'b, DB>) -> QueryResult<()> {
        self.0.walk_ast(out)
    }
}

/// What can be an argument: an expression, or a value of Rust, whose SQL type is that of a
/// field of its type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value for a database",
    label = "a column, a calculation or a value of Rust goes here",
    note = "a value of Rust is a literal or stands in braces, `{{value}}`; NULL comes of `nullif` and of a `case` without `otherwise`"
)]
pub trait Argument<K> {
    /// The expression.
    type Expr: Value + QueryId;
    /// The expression.
    fn into_argument(self) -> Self::Expr;
}
/// A value of Rust that comes to be an argument by `K`.
pub struct AsRust<K>(PhantomData<K>);
/// A borrowed one.
pub struct AsBorrowed<K>(PhantomData<K>);

#[diagnostic::do_not_recommend]
impl<T: Nothing> Argument<AsNothing> for T {
    type Expr = Missing;
    fn into_argument(self) -> Missing {
        Missing(NoCondition)
    }
}
#[diagnostic::do_not_recommend]
impl<E: Value + QueryId> Argument<AsField> for Ex<E> {
    type Expr = E;
    fn into_argument(self) -> E {
        self.0
    }
}
#[diagnostic::do_not_recommend]
impl<T, K> Argument<AsRust<K>> for T
where
    T: FieldType<Column: TypedAs> + ValueFor<<T as FieldType>::Column, K, Value: Value>,
{
    type Expr = As<T::Value, T::Column>;
    fn into_argument(self) -> Self::Expr {
        As::new(self.into_value())
    }
}
#[diagnostic::do_not_recommend]
impl<'v, T, K> Argument<AsBorrowed<K>> for &'v T
where
    T: FieldType<Column: TypedAs>,
    &'v T: ValueFor<T::Column, K, Value: Value>,
{
    type Expr = As<<&'v T as ValueFor<T::Column, K>>::Value, T::Column>;
    fn into_argument(self) -> Self::Expr {
        As::new(self.into_value())
    }
}
#[diagnostic::do_not_recommend]
impl<'v> Argument<AsDiesel> for &'v str {
    type Expr = <&'v str as ValueFor<st::Text, AsDiesel>>::Value;
    fn into_argument(self) -> Self::Expr {
        ValueFor::<st::Text, AsDiesel>::into_value(self)
    }
}
#[diagnostic::do_not_recommend]
impl Argument<AsLiteral> for IntegerLiteral<i32> {
    type Expr = <Self as ValueFor<st::Integer, AsLiteral>>::Value;
    fn into_argument(self) -> Self::Expr {
        ValueFor::<st::Integer, AsLiteral>::into_value(self)
    }
}
#[diagnostic::do_not_recommend]
impl Argument<AsLiteral> for DecimalLiteral {
    type Expr = <Self as ValueFor<st::Double, AsLiteral>>::Value;
    fn into_argument(self) -> Self::Expr {
        ValueFor::<st::Double, AsLiteral>::into_value(self)
    }
}

/// What stands where nothing can.
pub struct Missing(NoCondition);
impl QueryId for Missing {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}
impl Node for Missing {
    type Scope = crate::ast::Free;
    fn joins<DB: DieselBackend>(&self, joins: &mut Joins<'_, '_, '_, DB>) -> QueryResult<()> {
        self.0.joins(joins)
    }
}
impl Expression for Missing {
    type Sql = st::Bool;
}
impl Value for Missing {
    type Rust = bool;
    type Stored = st::Bool;
    type Null = crate::ast::NotNull;
    const CAST: Option<Kind> = None;
}

/// A value as an expression: `value("x")`. An expression stays what it is.
pub fn value<T, K>(value: T) -> Ex<T::Expr>
where
    T: Argument<K>,
{
    Ex(value.into_argument())
}

/// A value whose type in Rust is known.
pub trait TypedValue: Value<Sql: TypedAs> + QueryId {}
#[diagnostic::do_not_recommend]
impl<E: Value<Sql: TypedAs> + QueryId> TypedValue for E {}

/// The SQL type of text.
#[diagnostic::on_unimplemented(
    message = "text goes here, and this is `{Self}`",
    label = "`{Self}` is no text",
    note = "a number becomes text by `cast(value, String)`"
)]
pub trait IsText {}
#[diagnostic::do_not_recommend]
impl IsText for st::Text {}

/// The SQL types of numbers.
#[diagnostic::on_unimplemented(
    message = "a number goes here, and this is `{Self}`",
    label = "`{Self}` is no number"
)]
pub trait IsNumber: TypedAs {
    /// The type: as the result's, so that a wrong argument is one error.
    type Itself: TypedAs;
}
/// The SQL types of whole numbers.
#[diagnostic::on_unimplemented(
    message = "a whole number goes here, and this is `{Self}`",
    label = "`{Self}` is no whole number",
    note = "a fraction is cut off by `cast(value, i64)`"
)]
pub trait IsWhole: TypedAs {
    /// The type.
    type Itself: TypedAs;
}
/// The SQL types of places and lengths in text.
#[diagnostic::on_unimplemented(
    message = "a place or a number of characters goes here, an `i32`, and this is `{Self}`",
    label = "`{Self}` is no `i32`"
)]
pub trait IsWhole32: TypedAs {
    /// The type.
    type Itself: TypedAs;
}
macro_rules! marked {
    ($trait:ident: $($(#[$cfg:meta])* $sql:ident)*) => { $(
        $(#[$cfg])* #[diagnostic::do_not_recommend] impl $trait for st::$sql { type Itself = Self; }
    )* };
}
marked!(IsNumber: SmallInt Integer BigInt Float Double #[cfg(feature = "numeric")] Numeric);
marked!(IsWhole: SmallInt Integer BigInt);
marked!(IsWhole32: SmallInt Integer);

/// The type that has values of both types: the wider of two numbers.
#[diagnostic::on_unimplemented(
    message = "`{Self}` and `{R}` are values of two types, and one value is to come of them",
    label = "this is `{R}`, and what stands before it `{Self}`",
    note = "numbers widen; all else must be of one type: `cast(value, …)` makes it so"
)]
pub trait CommonWith<R> {
    /// The type.
    type Output: TypedAs;
}
#[diagnostic::do_not_recommend]
impl<S: TypedAs> CommonWith<S> for S {
    type Output = S;
}
macro_rules! common {
    ($($(#[$cfg:meta])* $left:ident $right:ident => $out:ident;)*) => { $(
        $(#[$cfg])* #[diagnostic::do_not_recommend]
        impl CommonWith<st::$right> for st::$left { type Output = st::$out; }
        $(#[$cfg])* #[diagnostic::do_not_recommend]
        impl CommonWith<st::$left> for st::$right { type Output = st::$out; }
    )* };
}
common! {
    SmallInt Integer => Integer; SmallInt BigInt => BigInt; Integer BigInt => BigInt;
    SmallInt Float => Double; SmallInt Double => Double;
    Integer Float => Double; Integer Double => Double;
    BigInt Float => Double; BigInt Double => Double;
    Float Double => Double;
    #[cfg(feature = "numeric")] SmallInt Numeric => Numeric;
    #[cfg(feature = "numeric")] Integer Numeric => Numeric;
    #[cfg(feature = "numeric")] BigInt Numeric => Numeric;
}

/// A value beside others of SQL type `S`, one of which is the result.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of type `{S}`, and one value is to come of both",
    label = "this is `{Self}`, and what stands before it `{S}`"
)]
pub trait Branch<S, K> {
    /// The expression.
    type Expr: Value + QueryId;
    /// The result's type.
    type Output: TypedAs;
    /// The expression.
    fn into_branch(self) -> Self::Expr;
}
#[diagnostic::do_not_recommend]
impl<T: Nothing, S> Branch<S, AsNothing> for T {
    type Expr = Missing;
    type Output = st::Bool;
    fn into_branch(self) -> Missing {
        Missing(NoCondition)
    }
}
#[diagnostic::do_not_recommend]
impl<E, S> Branch<S, AsField> for Ex<E>
where
    E: Value + QueryId,
    S: CommonWith<E::Sql>,
{
    type Expr = E;
    type Output = S::Output;
    fn into_branch(self) -> E {
        self.0
    }
}
macro_rules! branches {
    ($($(#[$cfg:meta])* $marker:path;)*) => { $(
        $(#[$cfg])* #[diagnostic::do_not_recommend]
        impl<T, S> Branch<S, $marker> for T
        where
            S: TypedAs,
            T: ValueFor<S, $marker, Value: Value>,
        {
            type Expr = As<T::Value, S>;
            type Output = S;
            fn into_branch(self) -> Self::Expr {
                As::new(self.into_value())
            }
        }
    )* };
}
branches! {
    AsDiesel;
    AsLiteral;
    crate::ast::own::AsOwnType;
    #[cfg(any(feature = "uuid", feature = "chrono"))] crate::ast::own::AsOwn;
}
