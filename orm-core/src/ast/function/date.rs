//! Functions of dates and times: `date.trunc_month()`, `date.plus_days(3)`, `now()`.
//!
//! What is of UTC stays of UTC, whatever zone a session has.

use std::marker::PhantomData;

use diesel::sql_types as st;

use super::{Branch, Call1, Call2, Function, Never, Strict, call1, call2};
use crate::ast::date::{self, HasDate, HasTime};
use crate::ast::{DatePart, Ex, Expression, TypedAs, Value, ValueFor};
use crate::backend::function::{Shape, Template, UnitKind, difference, plus, trunc};

/// A unit of time, as a type.
pub trait Unit: 'static {
    /// The unit as data.
    const KIND: UnitKind;
}
/// The units.
pub mod units {
    use super::{Unit, UnitKind};

    macro_rules! units {
        ($($name:ident)*) => { $(
            /// A unit of time.
            pub struct $name;
            impl Unit for $name { const KIND: UnitKind = UnitKind::$name; }
        )* };
    }
    units! { Year Quarter Month Week Day Hour Minute Second }
}
use units::{Day, Hour, Minute, Month, Quarter, Second, Week, Year};

/// The start of a unit of time.
pub struct Trunc<U>(PhantomData<fn() -> U>);
/// Later by so many units of time.
pub struct Plus<U>(PhantomData<fn() -> U>);
/// Units of time between two values of SQL type `S`.
pub struct DateDifference<U, S>(PhantomData<fn() -> (U, S)>);

impl<U: Unit> Function for Trunc<U> {
    type Null = Strict;
    fn template(shape: Shape) -> Template {
        trunc(U::KIND, shape)
    }
}
impl<U: Unit> Function for Plus<U> {
    type Null = Strict;
    fn template(shape: Shape) -> Template {
        plus(U::KIND, shape)
    }
}
impl<U: Unit, S: TypedAs> Function for DateDifference<U, S> {
    type Null = Strict;
    fn template(shape: Shape) -> Template {
        difference(U::KIND, S::KIND, shape)
    }
}

/// The start of a unit of time, of a value that is there.
pub struct StartOf<U>(PhantomData<fn() -> U>);
impl<U: Unit> Function for StartOf<U> {
    type Null = Never;
    fn template(shape: Shape) -> Template {
        trunc(U::KIND, shape)
    }
}

/// SQL types of dates.
#[diagnostic::on_unimplemented(
    message = "`dates` gives the dates of a column that holds dates, and this one is `{Self}`",
    label = "the column is `{Self}`, not a date",
    note = "of a timestamp: `datetimes(created, hour)`"
)]
pub trait IsDate: HasDate + TypedAs {}
#[cfg(feature = "chrono")] // which has the type in Rust
#[diagnostic::do_not_recommend]
impl IsDate for st::Date {}

/// SQL types of dates with times.
#[diagnostic::on_unimplemented(
    message = "`datetimes` gives the times of a column that holds timestamps, and this one is `{Self}`",
    label = "the column is `{Self}`, not a timestamp",
    note = "of a date: `dates(released, month)`"
)]
pub trait IsTimestamp: HasDate + HasTime + TypedAs {}
#[diagnostic::do_not_recommend]
impl<S: HasDate + HasTime + TypedAs> IsTimestamp for S {}

/// What `dates` takes.
pub fn date_of<E: Value<Sql: IsDate>>(value: Ex<E>) -> Ex<E> {
    value
}
/// What `datetimes` takes.
pub fn time_of<E: Value<Sql: IsTimestamp>>(value: Ex<E>) -> Ex<E> {
    value
}
/// The start of the unit, where NULLs are left out.
pub fn start_of<U: Unit, E: Value>(value: Ex<E>) -> Ex<Call1<StartOf<U>, E, E::Sql>> {
    call1(value)
}

/// SQL types that hold a date and perhaps a time.
pub trait IsMoment: HasDate + TypedAs {}
#[diagnostic::do_not_recommend]
impl<S: HasDate + TypedAs> IsMoment for S {}

type Truncated<U, E> = Ex<Call1<Trunc<U>, E, <E as Expression>::Sql>>;
type Later<U, E, N> = Ex<Call2<Plus<U>, E, N, <E as Expression>::Sql>>;

// Written out one by one, as the lookups are: errors show these lines.
impl<E: Value> Ex<E> {
    /// The year to which the week belongs, as ISO 8601 counts: 2027-01-01 is of 2026.
    pub fn iso_year(self) -> Ex<DatePart<date::IsoYear, E>>
    where
        E::Sql: HasDate,
    {
        Ex(DatePart::new(self.0))
    }
    /// The quarter, 1 to 4.
    pub fn quarter(self) -> Ex<DatePart<date::Quarter, E>>
    where
        E::Sql: HasDate,
    {
        Ex(DatePart::new(self.0))
    }
    /// The week, 1 to 53, as ISO 8601 counts.
    pub fn week(self) -> Ex<DatePart<date::Week, E>>
    where
        E::Sql: HasDate,
    {
        Ex(DatePart::new(self.0))
    }
    /// The day of the year, 1 to 366.
    pub fn day_of_year(self) -> Ex<DatePart<date::DayOfYear, E>>
    where
        E::Sql: HasDate,
    {
        Ex(DatePart::new(self.0))
    }
    /// The start of the year. SQL: `DATE_TRUNC('year', date)`.
    pub fn trunc_year(self) -> Truncated<Year, E>
    where
        E::Sql: HasDate,
    {
        call1(self)
    }
    /// The start of the quarter. SQL: `DATE_TRUNC('quarter', date)`.
    pub fn trunc_quarter(self) -> Truncated<Quarter, E>
    where
        E::Sql: HasDate,
    {
        call1(self)
    }
    /// The start of the month. SQL: `DATE_TRUNC('month', date)`.
    pub fn trunc_month(self) -> Truncated<Month, E>
    where
        E::Sql: HasDate,
    {
        call1(self)
    }
    /// The start of the week, a Monday. SQL: `DATE_TRUNC('week', date)`.
    pub fn trunc_week(self) -> Truncated<Week, E>
    where
        E::Sql: HasDate,
    {
        call1(self)
    }
    /// The start of the day. SQL: `DATE_TRUNC('day', date)`.
    pub fn trunc_day(self) -> Truncated<Day, E>
    where
        E::Sql: HasDate,
    {
        call1(self)
    }
    /// The start of the hour. SQL: `DATE_TRUNC('hour', date)`.
    pub fn trunc_hour(self) -> Truncated<Hour, E>
    where
        E::Sql: HasDate + HasTime,
    {
        call1(self)
    }
    /// The start of the minute. SQL: `DATE_TRUNC('minute', date)`.
    pub fn trunc_minute(self) -> Truncated<Minute, E>
    where
        E::Sql: HasDate + HasTime,
    {
        call1(self)
    }
    /// Without the fraction of the second. SQL: `DATE_TRUNC('second', date)`.
    pub fn trunc_second(self) -> Truncated<Second, E>
    where
        E::Sql: HasDate + HasTime,
    {
        call1(self)
    }
    /// So many years later, or earlier: 29 February becomes 28 February where there is none.
    /// SQL: `date + MAKE_INTERVAL(years => n)`.
    pub fn plus_years<T, K>(self, years: T) -> Later<Year, E, T::Value>
    where
        E::Sql: HasDate,
        T: ValueFor<st::Integer, K>,
    {
        call2(self, Ex(years.into_value()))
    }
    /// So many months later, or earlier: 31 January and a month is the last of February.
    /// SQL: `date + MAKE_INTERVAL(months => n)`.
    pub fn plus_months<T, K>(self, months: T) -> Later<Month, E, T::Value>
    where
        E::Sql: HasDate,
        T: ValueFor<st::Integer, K>,
    {
        call2(self, Ex(months.into_value()))
    }
    /// So many quarters later, or earlier. SQL: `date + MAKE_INTERVAL(months => 3 * n)`.
    pub fn plus_quarters<T, K>(self, quarters: T) -> Later<Quarter, E, T::Value>
    where
        E::Sql: HasDate,
        T: ValueFor<st::Integer, K>,
    {
        call2(self, Ex(quarters.into_value()))
    }
    /// So many weeks later, or earlier. SQL: `date + MAKE_INTERVAL(weeks => n)`.
    pub fn plus_weeks<T, K>(self, weeks: T) -> Later<Week, E, T::Value>
    where
        E::Sql: HasDate,
        T: ValueFor<st::Integer, K>,
    {
        call2(self, Ex(weeks.into_value()))
    }
    /// So many days later, or earlier. SQL: `date + MAKE_INTERVAL(days => n)`.
    pub fn plus_days<T, K>(self, days: T) -> Later<Day, E, T::Value>
    where
        E::Sql: HasDate,
        T: ValueFor<st::Integer, K>,
    {
        call2(self, Ex(days.into_value()))
    }
    /// So many hours later, or earlier. SQL: `date + MAKE_INTERVAL(hours => n)`.
    pub fn plus_hours<T, K>(self, hours: T) -> Later<Hour, E, T::Value>
    where
        E::Sql: HasDate + HasTime,
        T: ValueFor<st::Integer, K>,
    {
        call2(self, Ex(hours.into_value()))
    }
    /// So many minutes later, or earlier. SQL: `date + MAKE_INTERVAL(mins => n)`.
    pub fn plus_minutes<T, K>(self, minutes: T) -> Later<Minute, E, T::Value>
    where
        E::Sql: HasDate + HasTime,
        T: ValueFor<st::Integer, K>,
    {
        call2(self, Ex(minutes.into_value()))
    }
    /// So many seconds later, or earlier. SQL: `date + MAKE_INTERVAL(secs => n)`.
    pub fn plus_seconds<T, K>(self, seconds: T) -> Later<Second, E, T::Value>
    where
        E::Sql: HasDate + HasTime,
        T: ValueFor<st::Integer, K>,
    {
        call2(self, Ex(seconds.into_value()))
    }
}

/// How many days later the second is, times of the day left aside.
/// SQL: `CAST(to AS date) - CAST(from AS date)`.
pub fn days_between<E, T, K>(
    from: Ex<E>,
    to: T,
) -> Ex<Call2<DateDifference<Day, E::Sql>, E, T::Expr, st::Integer>>
where
    E: Value<Sql: IsMoment>,
    T: Branch<E::Sql, K>,
{
    call2(from, Ex(to.into_branch()))
}
/// How many seconds later the second is, fractions of seconds left aside.
/// SQL: `EXTRACT(EPOCH FROM to - from)`.
pub fn seconds_between<E, T, K>(
    from: Ex<E>,
    to: T,
) -> Ex<Call2<DateDifference<Second, E::Sql>, E, T::Expr, st::BigInt>>
where
    E: Value<Sql: IsMoment + HasTime>,
    T: Branch<E::Sql, K>,
{
    call2(from, Ex(to.into_branch()))
}

/// The moment at which the statement began.
#[cfg(feature = "chrono")]
pub struct Now;
#[cfg(feature = "chrono")]
impl Function for Now {
    type Null = Strict;
    fn template(shape: Shape) -> Template {
        crate::backend::function::now(shape)
    }
}
/// The moment at which the statement began, of UTC; `cast(now(), NaiveDateTime)` is the same
/// for columns without a zone. SQL: `STATEMENT_TIMESTAMP()`.
#[cfg(feature = "chrono")]
pub fn now() -> Ex<super::Call<Now, (), crate::backend::TimestamptzSql>> {
    Ex(super::Call::new(()))
}
