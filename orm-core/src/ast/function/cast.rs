//! `cast(milliseconds, f64)`: a value as one of another type. The type in Rust names it.

use std::marker::PhantomData;

use diesel::sql_types as st;

use super::{Call1, Function, Strict, TypedValue, call1};
use crate::ast::{Ex, TypedAs};
use crate::backend::function::{Shape, Template};
use crate::model::FieldType;

/// A cast from SQL type `S` to `T`.
pub struct Cast<S, T>(PhantomData<fn() -> (S, T)>);

impl<S: 'static, T: CastFrom<S> + 'static> Function for Cast<S, T> {
    type Null = Strict;
    fn template(shape: Shape) -> Template {
        Template::Call(T::template(shape))
    }
}

/// A type in Rust that a value can be cast to.
pub trait CastTo: FieldType<Column: TypedAs> {}
#[diagnostic::do_not_recommend]
impl<T: FieldType<Column: TypedAs>> CastTo for T {}

/// An SQL type to which values of SQL type `S` are cast.
#[diagnostic::on_unimplemented(
    message = "a value of type `{S}` is not cast to `{Self}`",
    label = "from `{S}` to `{Self}`",
    note = "cast are: numbers to numbers, text to numbers, whole numbers and dates to text, `bool` to whole numbers, dates and times to each other"
)]
pub trait CastFrom<S> {
    /// The cast. (A type of its own, so that one that there is not is one error.)
    type Cast: Function;
    /// The cast's text.
    fn template(shape: Shape) -> &'static str;
}

macro_rules! casts {
    ($([$($from:ty),*] => [$($to:tt)*] $shape:ident $template:expr;)*) => { $(
        casts!(@ [$($from),*] [$($to)*] $shape $template);
    )* };
    (@ $from:tt [$($to:ty),*] $shape:ident $template:expr) => { $(
        casts!(@@ $from $to, $shape $template);
    )* };
    (@@ [$($from:ty),*] $to:ty, $shape:ident $template:expr) => { $(
        #[diagnostic::do_not_recommend]
        impl CastFrom<$from> for $to {
            type Cast = Cast<$from, $to>;
            fn template($shape: Shape) -> &'static str { $template }
        }
    )* };
}

// A fraction is cut off, as Rust's `as` does: PostgreSQL and MySQL would round it.
casts! {
    [st::SmallInt, st::Integer, st::BigInt] => [st::SmallInt, st::Integer, st::BigInt]
        shape shape.pick("$0", "CAST($0 AS $t)", "$0");
    [st::Float, st::Double] => [st::SmallInt, st::Integer, st::BigInt]
        shape shape.pick("CAST($0 AS $t)", "CAST(TRUNC($0) AS $t)", "CAST(TRUNCATE($0, 0) AS $t)");
    [st::SmallInt, st::Integer, st::BigInt, st::Float, st::Double] => [st::Float, st::Double]
        _shape "CAST($0 AS $t)";
    [st::Text] => [st::SmallInt, st::Integer, st::BigInt, st::Float, st::Double]
        _shape "CAST($0 AS $t)";
    [st::SmallInt, st::Integer, st::BigInt] => [st::Text] _shape "CAST($0 AS $t)";
    [st::Text] => [st::Text] _shape "$0";
    [st::Bool] => [st::SmallInt, st::Integer, st::BigInt]
        shape shape.pick("$0", "CAST(CAST($0 AS integer) AS $t)", "$0");
}
#[cfg(feature = "numeric")]
casts! {
    [st::Numeric] => [st::SmallInt, st::Integer, st::BigInt]
        shape shape.pick("CAST($0 AS $t)", "CAST(TRUNC($0) AS $t)", "CAST(TRUNCATE($0, 0) AS $t)");
    [st::Numeric] => [st::Float, st::Double] _shape "CAST($0 AS $t)";
    [st::SmallInt, st::Integer, st::BigInt, st::Float, st::Double, st::Text, st::Numeric] => [st::Numeric]
        shape shape.pick("CAST($0 AS REAL)", "CAST($0 AS $t)", "CAST($0 AS $t)");
}
#[cfg(feature = "chrono")]
mod dates {
    use super::{Cast, CastFrom, Shape};
    use crate::backend::{TimestampSql, TimestamptzSql};
    use diesel::sql_types::{Date, Text, Timestamp};

    // Days and times of a moment are those of UTC.
    casts! {
        [Date] => [Date] _shape "$0";
        [TimestampSql, Timestamp] => [TimestampSql] _shape "$0";
        [TimestamptzSql] => [TimestamptzSql] _shape "$0";
        [TimestampSql, Timestamp] => [Date]
            shape shape.pick("SUBSTR($0, 1, 10)", "CAST($0 AS date)", "DATE($0)");
        [TimestamptzSql] => [Date]
            shape shape.pick("SUBSTR($0, 1, 10)", "CAST(($0 AT TIME ZONE 'UTC') AS date)", "DATE($0)");
        [Date] => [TimestampSql]
            shape shape.pick("($0 || ' 00:00:00')", "CAST($0 AS timestamp)", "CAST($0 AS DATETIME(6))");
        [TimestamptzSql] => [TimestampSql]
            shape shape.pick("SUBSTR($0, 1, LENGTH($0) - 6)", "($0 AT TIME ZONE 'UTC')", "$0");
        [TimestampSql, Timestamp] => [TimestamptzSql]
            shape shape.pick("($0 || '+00:00')", "($0 AT TIME ZONE 'UTC')", "$0");
        [Date] => [Text] _shape "CAST($0 AS $t)";
    }
}

/// As a value of `T`; a fraction that `T` has no place for is cut off. SQL: `CAST(value AS type)`.
pub fn cast<E, T, S, C>(value: Ex<E>) -> Ex<Call1<C, E, S>>
where
    E: TypedValue,
    T: CastTo<Column = S>,
    S: CastFrom<E::Sql, Cast = C>,
{
    call1(value)
}
