//! Functions of numbers: `abs(a - b)`, `round(price, 2)`, `a % b`.

use std::marker::PhantomData;

use diesel::sql_types as st;

use super::{
    Always, Branch, Call1, Call2, Function, IsNumber, IsWhole, IsWhole32, NullRule, Strict, call1,
    call2,
};
use crate::ast::{Ex, Expression, Value};
use crate::backend::function::{NumberKind, Shape, Template, number};

/// A function of numbers, as a type.
pub struct NumberFunction<K>(PhantomData<fn() -> K>);

/// Which function, as a type.
pub trait Math: 'static {
    /// The function as data.
    const KIND: NumberKind;
    /// When its result is NULL.
    type Null: NullRule;
}
impl<K: Math> Function for NumberFunction<K> {
    type Null = K::Null;
    fn template(shape: Shape) -> Template {
        number(K::KIND, shape)
    }
}

macro_rules! functions {
    ($($name:ident $null:ident;)*) => { $(
        /// A function of numbers.
        pub struct $name;
        impl Math for $name {
            const KIND: NumberKind = NumberKind::$name;
            type Null = $null;
        }
    )* };
}
// Outside of what they are defined for they are NULL, or an error on PostgreSQL.
functions! {
    Abs Strict; Sign Strict; Floor Strict; Ceil Strict; Round Strict; RoundTo Strict;
    Modulo Always; Power Always; Sqrt Always; Exp Always; Ln Always; Log10 Always;
}

type Itself<E> = <<E as Expression>::Sql as IsNumber>::Itself;
type Same<K, E> = Ex<Call1<NumberFunction<K>, E, Itself<E>>>;
type Double<K, E> = Ex<Call1<NumberFunction<K>, E, st::Double>>;

// Written out one by one, as the lookups are: errors show these lines.

/// Without its sign. SQL: `ABS(number)`.
pub fn abs<E: Value<Sql: IsNumber>>(number: Ex<E>) -> Same<Abs, E> {
    call1(number)
}
/// -1, 0 or 1. SQL: `SIGN(number)`.
pub fn sign<E: Value<Sql: IsNumber>>(
    number: Ex<E>,
) -> Ex<Call1<NumberFunction<Sign>, E, st::Integer>> {
    call1(number)
}
/// The largest whole number not above it, of the same type. SQL: `FLOOR(number)`.
pub fn floor<E: Value<Sql: IsNumber>>(number: Ex<E>) -> Same<Floor, E> {
    call1(number)
}
/// The smallest whole number not below it, of the same type. SQL: `CEIL(number)`.
pub fn ceil<E: Value<Sql: IsNumber>>(number: Ex<E>) -> Same<Ceil, E> {
    call1(number)
}
/// The nearest whole number, of the same type; halves go away from zero. SQL: `ROUND(number)`.
pub fn round<E: Value<Sql: IsNumber>>(number: Ex<E>) -> Same<Round, E> {
    call1(number)
}
/// So many digits behind the point, halves go away from zero. SQL: `ROUND(number, digits)`.
pub fn round_to<E, A>(
    number: Ex<E>,
    digits: Ex<A>,
) -> Ex<Call2<NumberFunction<RoundTo>, E, A, Itself<E>>>
where
    E: Value<Sql: IsNumber>,
    A: Value<Sql: IsWhole32>,
{
    call2(number, digits)
}
/// The rest of a division of whole numbers, with the sign of the first: what `a % b` means.
/// SQL: `a % b`.
pub fn modulo<E, T, K>(
    number: Ex<E>,
    by: T,
) -> Ex<Call2<NumberFunction<Modulo>, E, T::Expr, T::Output>>
where
    E: Value<Sql: IsWhole>,
    T: Branch<<E::Sql as IsWhole>::Itself, K, Output: IsWhole>,
{
    call2(number, Ex(by.into_branch()))
}
/// Raised to a power. SQL: `POWER(number, exponent)`.
pub fn power<E, A>(
    number: Ex<E>,
    exponent: Ex<A>,
) -> Ex<Call2<NumberFunction<Power>, E, A, st::Double>>
where
    E: Value<Sql: IsNumber>,
    A: Value<Sql: IsNumber>,
{
    call2(number, exponent)
}
/// The square root. SQL: `SQRT(number)`.
pub fn sqrt<E: Value<Sql: IsNumber>>(number: Ex<E>) -> Double<Sqrt, E> {
    call1(number)
}
/// e raised to a power. SQL: `EXP(number)`.
pub fn exp<E: Value<Sql: IsNumber>>(number: Ex<E>) -> Double<Exp, E> {
    call1(number)
}
/// The natural logarithm. SQL: `LN(number)`.
pub fn ln<E: Value<Sql: IsNumber>>(number: Ex<E>) -> Double<Ln, E> {
    call1(number)
}
/// The logarithm to the base of ten. SQL: `LOG10(number)`.
pub fn log10<E: Value<Sql: IsNumber>>(number: Ex<E>) -> Double<Log10, E> {
    call1(number)
}
