//! Functions of text: `lower(title)`, `substring(title, 1, 3)`, `concat(first, " ", last)`.
//!
//! Places are counted from 1, in characters. Each gives NULL where an argument is NULL.

use std::marker::PhantomData;

use diesel::sql_types as st;

use super::{Call, Call1, Call2, Call3, Function, IsText, IsWhole32, Strict, call1, call2, call3};
use crate::ast::{Ex, Value};
use crate::backend::function::{Shape, Template, TextFunctionKind, text};

/// A function of text, as a type.
pub struct TextFunction<K>(PhantomData<fn() -> K>);

/// Which function, as a type.
pub trait Which: 'static {
    /// The function as data.
    const KIND: TextFunctionKind;
}
impl<K: Which> Function for TextFunction<K> {
    type Null = Strict;
    fn template(shape: Shape) -> Template {
        text(K::KIND, shape)
    }
}

macro_rules! functions {
    ($($name:ident)*) => { $(
        /// A function of text.
        pub struct $name;
        impl Which for $name {
            const KIND: TextFunctionKind = TextFunctionKind::$name;
        }
    )* };
}
functions! {
    Lower Upper Length Trim Ltrim Rtrim Substring SubstringFrom Replace Left Right Position
    Reverse Repeat Lpad Rpad Concat
}

type Text1<K, E> = Ex<Call1<TextFunction<K>, E, st::Text>>;
type Text2<K, A, B> = Ex<Call2<TextFunction<K>, A, B, st::Text>>;
type Text3<K, A, B, C> = Ex<Call3<TextFunction<K>, A, B, C, st::Text>>;

// Written out one by one, as the lookups are: errors show these lines.

/// In small letters. SQL: `LOWER(text)`.
pub fn lower<E: Value<Sql: IsText>>(text: Ex<E>) -> Text1<Lower, E> {
    call1(text)
}
/// In capital letters. SQL: `UPPER(text)`.
pub fn upper<E: Value<Sql: IsText>>(text: Ex<E>) -> Text1<Upper, E> {
    call1(text)
}
/// How many characters. SQL: `CHAR_LENGTH(text)`.
pub fn length<E: Value<Sql: IsText>>(
    text: Ex<E>,
) -> Ex<Call1<TextFunction<Length>, E, st::Integer>> {
    call1(text)
}
/// Without spaces at both ends. SQL: `TRIM(text)`.
pub fn trim<E: Value<Sql: IsText>>(text: Ex<E>) -> Text1<Trim, E> {
    call1(text)
}
/// Without spaces at its start. SQL: `LTRIM(text)`.
pub fn ltrim<E: Value<Sql: IsText>>(text: Ex<E>) -> Text1<Ltrim, E> {
    call1(text)
}
/// Without spaces at its end. SQL: `RTRIM(text)`.
pub fn rtrim<E: Value<Sql: IsText>>(text: Ex<E>) -> Text1<Rtrim, E> {
    call1(text)
}
/// Its characters in the other direction. SQL: `REVERSE(text)`.
pub fn reverse<E: Value<Sql: IsText>>(text: Ex<E>) -> Text1<Reverse, E> {
    call1(text)
}
/// So many characters from this place on; the first is number 1. A start below 1 is 1.
/// SQL: `SUBSTR(text, start, length)`.
pub fn substring<E, A, B>(text: Ex<E>, start: Ex<A>, length: Ex<B>) -> Text3<Substring, E, A, B>
where
    E: Value<Sql: IsText>,
    A: Value<Sql: IsWhole32>,
    B: Value<Sql: IsWhole32>,
{
    call3(text, start, length)
}
/// All from this place on; the first character is number 1. SQL: `SUBSTR(text, start)`.
pub fn substring_from<E, A>(text: Ex<E>, start: Ex<A>) -> Text2<SubstringFrom, E, A>
where
    E: Value<Sql: IsText>,
    A: Value<Sql: IsWhole32>,
{
    call2(text, start)
}
/// The first characters, so many. SQL: `LEFT(text, length)`.
pub fn left<E, A>(text: Ex<E>, length: Ex<A>) -> Text2<Left, E, A>
where
    E: Value<Sql: IsText>,
    A: Value<Sql: IsWhole32>,
{
    call2(text, length)
}
/// The last characters, so many. SQL: `RIGHT(text, length)`.
pub fn right<E, A>(text: Ex<E>, length: Ex<A>) -> Text2<Right, E, A>
where
    E: Value<Sql: IsText>,
    A: Value<Sql: IsWhole32>,
{
    call2(text, length)
}
/// With every `from` replaced, letter case told apart. SQL: `REPLACE(text, from, to)`.
pub fn replace<E, A, B>(text: Ex<E>, from: Ex<A>, to: Ex<B>) -> Text3<Replace, E, A, B>
where
    E: Value<Sql: IsText>,
    A: Value<Sql: IsText>,
    B: Value<Sql: IsText>,
{
    call3(text, from, to)
}
/// Where a part begins, the first character is number 1; 0 if it is not there. Letter case is
/// told apart. SQL: `STRPOS(text, part)`.
pub fn position<E, A>(
    text: Ex<E>,
    part: Ex<A>,
) -> Ex<Call2<TextFunction<Position>, E, A, st::Integer>>
where
    E: Value<Sql: IsText>,
    A: Value<Sql: IsText>,
{
    call2(text, part)
}
/// So many times. SQL: `REPEAT(text, times)`.
pub fn repeat<E, A>(text: Ex<E>, times: Ex<A>) -> Text2<Repeat, E, A>
where
    E: Value<Sql: IsText>,
    A: Value<Sql: IsWhole32>,
{
    call2(text, times)
}
/// Filled up to a length at its start; what is longer is cut. SQL: `LPAD(text, length, fill)`.
pub fn lpad<E, A, B>(text: Ex<E>, length: Ex<A>, fill: Ex<B>) -> Text3<Lpad, E, A, B>
where
    E: Value<Sql: IsText>,
    A: Value<Sql: IsWhole32>,
    B: Value<Sql: IsText>,
{
    call3(text, length, fill)
}
/// Filled up to a length at its end; what is longer is cut. SQL: `RPAD(text, length, fill)`.
pub fn rpad<E, A, B>(text: Ex<E>, length: Ex<A>, fill: Ex<B>) -> Text3<Rpad, E, A, B>
where
    E: Value<Sql: IsText>,
    A: Value<Sql: IsWhole32>,
    B: Value<Sql: IsText>,
{
    call3(text, length, fill)
}
/// The beginning of a text that is joined. SQL: `(a || b)`, `CONCAT(a, b)`.
pub fn concat<E: Value<Sql: IsText>>(text: Ex<E>) -> Text1<Concat, E> {
    call1(text)
}
/// One more text is joined.
pub fn concat_with<A, E: Value<Sql: IsText>>(
    joined: Ex<Call<TextFunction<Concat>, A, st::Text>>,
    text: Ex<E>,
) -> Ex<Call<TextFunction<Concat>, (A, E), st::Text>> {
    Ex(Call::new((joined.0.args, text.0)))
}
