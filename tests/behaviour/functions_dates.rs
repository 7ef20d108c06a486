//! Functions of dates and times, each compared with what chrono makes of the same moment.

use chrono::{DateTime, Datelike, Days, Duration, Months, NaiveDate, NaiveDateTime, Timelike, Utc};
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "moments", ordering(id))]
pub struct Moment {
    pub id: i32,
    pub day: NaiveDate,
    pub at: NaiveDateTime,
    pub utc: DateTime<Utc>,
    pub maybe: Option<NaiveDateTime>,
    pub count: i32,
}

/// Ends of months, years and weeks; a leap day; a fraction that rounds up to the next year.
const MOMENTS: [&str; 7] = [
    "2024-05-06 07:08:09",
    "2024-02-29 23:59:59.999999",
    "2023-12-31 23:59:59.999600",
    "2025-01-01 00:00:00",
    "2027-01-01 12:00:00.500",
    "2021-03-28 01:30:00",
    "2020-12-31 00:00:01",
];

fn times() -> Vec<NaiveDateTime> {
    let parsed = |text: &&str| NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S%.f").unwrap();
    MOMENTS.iter().map(parsed).collect()
}

fn moments() -> Conn {
    let rows: Vec<String> = MOMENTS
        .iter()
        .enumerate()
        .map(|(id, text)| {
            let day = &text[..10];
            format!("({id}, '{day}', '{text}', INSTANT '{text}', NULL, {id})")
        })
        .collect();
    database(&format!(
        "CREATE TABLE moments (id INTEGER PRIMARY KEY, day DATE NOT NULL, at TIMESTAMP NOT NULL,
            utc TIMESTAMPTZ NOT NULL, maybe TIMESTAMP, count INTEGER NOT NULL);
         INSERT INTO moments VALUES {};",
        rows.join(", ")
    ))
}

macro_rules! all {
    ($conn:ident, $value:expr) => {
        queryset!(Moment.order_by(id).values_list($value))
            .load($conn)
            .unwrap()
    };
}

/// The value of the day, of the time and of the moment of UTC, and what is expected of each.
macro_rules! checks {
    ($conn:ident, $expected:expr, $day:expr, $at:expr, $utc:expr) => {
        let expected: Vec<NaiveDateTime> = times().into_iter().map($expected).collect();
        let days: Vec<NaiveDate> = times()
            .into_iter()
            .map(|at| $expected(at.date().and_hms_opt(0, 0, 0).unwrap()).date())
            .collect();
        assert_eq!(all!($conn, $day), days);
        assert_eq!(all!($conn, $at), expected);
        let utc: Vec<DateTime<Utc>> = expected.iter().map(|at| at.and_utc()).collect();
        assert_eq!(all!($conn, $utc), utc);
        // The very same value as one that is bound.
        for (id, expected) in expected.iter().enumerate() {
            let id = i32::try_from(id).unwrap();
            let found = queryset!(
                Moment.filter(id == id && $at == *expected && $utc == expected.and_utc())
            );
            assert_eq!(found.count($conn).unwrap(), 1, "{id}");
        }
    };
}

fn midnight(day: NaiveDate) -> NaiveDateTime {
    day.and_hms_opt(0, 0, 0).unwrap()
}

#[test]
fn starts_of_days_and_longer() {
    let conn = &mut moments();
    checks!(
        conn,
        |at: NaiveDateTime| midnight(at.date().with_ordinal(1).unwrap()),
        day.trunc_year(),
        at.trunc_year(),
        utc.trunc_year()
    );
    checks!(
        conn,
        |at: NaiveDateTime| {
            let first = at.date().with_day(1).unwrap();
            midnight(first - Months::new(first.month0() % 3))
        },
        day.trunc_quarter(),
        at.trunc_quarter(),
        utc.trunc_quarter()
    );
    checks!(
        conn,
        |at: NaiveDateTime| midnight(at.date().with_day(1).unwrap()),
        day.trunc_month(),
        at.trunc_month(),
        utc.trunc_month()
    );
    checks!(
        conn,
        |at: NaiveDateTime| {
            let back = at.weekday().num_days_from_monday();
            midnight(at.date() - Days::new(back.into()))
        },
        day.trunc_week(),
        at.trunc_week(),
        utc.trunc_week()
    );
    checks!(
        conn,
        |at: NaiveDateTime| midnight(at.date()),
        day.trunc_day(),
        at.trunc_day(),
        utc.trunc_day()
    );
}

#[test]
fn starts_of_hours_and_shorter() {
    let conn = &mut moments();
    let cut = |at: NaiveDateTime, seconds: u32| {
        let after = at.num_seconds_from_midnight() % seconds;
        at.with_nanosecond(0).unwrap() - Duration::seconds(after.into())
    };
    let expected = |seconds| {
        times()
            .into_iter()
            .map(|at| cut(at, seconds))
            .collect::<Vec<_>>()
    };
    let utc = |seconds| {
        expected(seconds)
            .iter()
            .map(NaiveDateTime::and_utc)
            .collect::<Vec<_>>()
    };
    assert_eq!(all!(conn, at.trunc_hour()), expected(3600));
    assert_eq!(all!(conn, at.trunc_minute()), expected(60));
    assert_eq!(all!(conn, at.trunc_second()), expected(1));
    assert_eq!(all!(conn, utc.trunc_hour()), utc(3600));
    assert_eq!(all!(conn, utc.trunc_minute()), utc(60));
    assert_eq!(all!(conn, utc.trunc_second()), utc(1));
    assert_eq!(all!(conn, maybe.trunc_hour())[0], None);
}

/// So many months later, or earlier.
fn months(at: NaiveDateTime, months: i32) -> NaiveDateTime {
    let number = Months::new(months.unsigned_abs());
    if months < 0 { at - number } else { at + number }
}

#[test]
fn later_and_earlier() {
    let conn = &mut moments();
    for n in [-13, -1, 0, 1, 14, 40] {
        checks!(
            conn,
            |at| months(at, n * 12),
            day.plus_years(n),
            at.plus_years(n),
            utc.plus_years(n)
        );
        checks!(
            conn,
            |at| months(at, n * 3),
            day.plus_quarters(n),
            at.plus_quarters(n),
            utc.plus_quarters(n)
        );
        checks!(
            conn,
            |at| months(at, n),
            day.plus_months(n),
            at.plus_months(n),
            utc.plus_months(n)
        );
        checks!(
            conn,
            |at: NaiveDateTime| at + Duration::weeks(n.into()),
            day.plus_weeks(n),
            at.plus_weeks(n),
            utc.plus_weeks(n)
        );
        checks!(
            conn,
            |at: NaiveDateTime| at + Duration::days(n.into()),
            day.plus_days(n),
            at.plus_days(n),
            utc.plus_days(n)
        );
        let expected = |f: &dyn Fn(i64) -> Duration| -> Vec<NaiveDateTime> {
            times().into_iter().map(|at| at + f(n.into())).collect()
        };
        let utc = |f: &dyn Fn(i64) -> Duration| -> Vec<DateTime<Utc>> {
            expected(f).iter().map(NaiveDateTime::and_utc).collect()
        };
        assert_eq!(all!(conn, at.plus_hours(n)), expected(&Duration::hours));
        assert_eq!(all!(conn, at.plus_minutes(n)), expected(&Duration::minutes));
        assert_eq!(all!(conn, at.plus_seconds(n)), expected(&Duration::seconds));
        assert_eq!(all!(conn, utc.plus_hours(n)), utc(&Duration::hours));
        assert_eq!(all!(conn, utc.plus_minutes(n)), utc(&Duration::minutes));
        assert_eq!(all!(conn, utc.plus_seconds(n)), utc(&Duration::seconds));
    }
    // By a column, and of one that is NULL.
    let expected: Vec<NaiveDateTime> = times()
        .into_iter()
        .enumerate()
        .map(|(id, at)| at + Duration::days(id as i64))
        .collect();
    assert_eq!(all!(conn, at.plus_days(F(count))), expected);
    assert_eq!(all!(conn, maybe.plus_days(1))[0], None);
    let later = queryset!(Moment.filter(at < F(at.plus_days(1)) && at.plus_hours(-1) < F(at)));
    assert_eq!(later.count(conn).unwrap(), 7);
}

#[test]
fn parts_of_weeks_quarters_and_years() {
    let conn = &mut moments();
    let each = |f: &dyn Fn(NaiveDateTime) -> i32| times().into_iter().map(f).collect::<Vec<_>>();
    let rows = queryset!(Moment.order_by(id).values_list(
        day.week(),
        day.iso_year(),
        day.quarter(),
        day.day_of_year()
    ));
    let rows = rows.load(conn).unwrap();
    let parts = |at: NaiveDateTime| {
        (
            at.iso_week().week() as i32,
            at.iso_week().year(),
            at.month0() as i32 / 3 + 1,
            at.ordinal() as i32,
        )
    };
    assert_eq!(rows, times().into_iter().map(parts).collect::<Vec<_>>());
    assert_eq!(
        all!(conn, at.quarter()),
        each(&|at| at.month0() as i32 / 3 + 1)
    );
    assert_eq!(all!(conn, at.trunc_year().day_of_year()), [1; 7]);
    assert_eq!(all!(conn, maybe.week())[0], None);
}

#[test]
fn days_and_seconds_between() {
    let conn = &mut moments();
    let start = NaiveDate::from_ymd_opt(2024, 2, 28).unwrap();
    let days: Vec<i32> = times()
        .into_iter()
        .map(|at| at.date().signed_duration_since(start).num_days() as i32)
        .collect();
    assert_eq!(all!(conn, days_between({ start }, day)), days);
    let evening = start.and_hms_milli_opt(23, 59, 59, 900).unwrap();
    assert_eq!(all!(conn, days_between({ evening }, at)), days);
    assert_eq!(all!(conn, days_between({ evening.and_utc() }, utc)), days);
    let seconds: Vec<i64> = times()
        .into_iter()
        .map(|at| (at.and_utc().timestamp()) - evening.and_utc().timestamp())
        .collect();
    assert_eq!(all!(conn, seconds_between({ evening }, at)), seconds);
    assert_eq!(
        all!(conn, seconds_between({ evening.and_utc() }, utc)),
        seconds
    );
    let none: Vec<Option<i32>> = all!(conn, days_between(at, maybe));
    assert_eq!(none, [None; 7]);
    let near = queryset!(Moment.filter(days_between(at, at.plus_days(3)) == 3));
    assert_eq!(near.count(conn).unwrap(), 7);
}

#[test]
fn casts_between_days_and_moments() {
    let conn = &mut moments();
    let days: Vec<NaiveDate> = times().iter().map(NaiveDateTime::date).collect();
    assert_eq!(all!(conn, cast(at, NaiveDate)), days);
    assert_eq!(all!(conn, cast(utc, NaiveDate)), days);
    assert_eq!(all!(conn, cast(utc, NaiveDateTime)), times());
    assert_eq!(
        all!(conn, cast(day, NaiveDateTime)),
        days.iter().copied().map(midnight).collect::<Vec<_>>()
    );
    assert_eq!(
        all!(conn, cast(at, DateTime::<Utc>)),
        times()
            .iter()
            .map(NaiveDateTime::and_utc)
            .collect::<Vec<_>>()
    );
    assert_eq!(all!(conn, cast(day, String))[0], "2024-05-06");
    let same = queryset!(Moment.filter(cast(utc, NaiveDateTime) == F(at)));
    assert_eq!(same.count(conn).unwrap(), 7);
}

#[test]
fn now_is_the_moment_of_the_statement() {
    let conn = &mut moments();
    let before = Utc::now() - Duration::milliseconds(2);
    let told: DateTime<Utc> = queryset!(Moment.values_list(now())[..1])
        .load(conn)
        .unwrap()[0];
    let after = Utc::now() + Duration::milliseconds(2);
    assert!(before <= told && told <= after, "{before} {told} {after}");
    let past = queryset!(Moment.filter(utc < F(now())));
    assert_eq!(
        past.count(conn).unwrap(),
        times().iter().filter(|at| at.and_utc() < before).count() as i64
    );
    let past = queryset!(Moment.filter(at.plus_years(-100) < F(cast(now(), NaiveDateTime))));
    assert_eq!(past.count(conn).unwrap(), 7);
}
