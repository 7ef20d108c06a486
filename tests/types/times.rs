//! Dates and times.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use diesel::sql_types as st;
use orm_core::backend::TimestamptzSql;
use orm_core::prelude::*;

use crate::support::*;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

scalar!(dates: NaiveDate as st::Date, ["DATE"; 3],
    |db| {
        let mut values = vec![day(1970, 1, 1), day(1, 1, 1), day(9999, 12, 31), day(2024, 2, 29), day(1582, 10, 10)];
        if db == Postgres {
            // The year before the first is 0 for chrono, and 1 BC for PostgreSQL.
            values.extend([day(0, 12, 31), day(-1, 2, 3), day(-4000, 1, 1), day(10_000, 1, 1), day(123_456, 7, 8)]);
        }
        values
    }, many |n| day(2030, 1, 1) + TimeDelta::days(n as i64));

scalar!(times: NaiveTime as st::Time, ["TIME", "TIME", "TIME(6)"],
    |_| vec![
        NaiveTime::MIN, NaiveTime::from_hms_micro_opt(23, 59, 59, 999_999).unwrap(),
        NaiveTime::from_hms_micro_opt(12, 30, 0, 1).unwrap(), NaiveTime::from_hms_milli_opt(12, 30, 0, 500).unwrap(),
    ], many |n| NaiveTime::from_num_seconds_from_midnight_opt(n as u32, 2000).unwrap());

fn moment(date: NaiveDate, micro: u32) -> NaiveDateTime {
    date.and_hms_micro_opt(7, 8, 9, micro).unwrap()
}

fn moments(db: Db) -> Vec<NaiveDateTime> {
    let mut values = vec![
        day(1970, 1, 1).and_time(NaiveTime::MIN),
        moment(day(1, 1, 1), 0),
        moment(day(9999, 12, 31), 999_999),
        moment(day(2024, 2, 29), 1),
        moment(day(2024, 2, 29), 500_000),
        // Twice or never on clocks of a zone with summer time.
        day(2024, 3, 31).and_hms_opt(2, 30, 0).unwrap(),
        day(2024, 10, 27).and_hms_opt(2, 30, 0).unwrap(),
    ];
    if db == Postgres {
        values.extend([
            moment(day(0, 12, 31), 1),
            moment(day(-4000, 1, 1), 0),
            moment(day(10_000, 1, 1), 5),
        ]);
    }
    values
}

scalar!(timestamps: NaiveDateTime as st::Timestamp, ["TIMESTAMP", "TIMESTAMP", "DATETIME(6)"],
    moments, many |n| moment(day(2030, 1, 1) + TimeDelta::days(n as i64), n as u32), sqlite postgres);
// As a bind of an INSERT, Diesel's `Timestamp` is the database's, which ends in 2038.
scalar!(datetimes: NaiveDateTime as st::Datetime, ["", "", "DATETIME(6)"],
    moments, many |n| moment(day(2030, 1, 1) + TimeDelta::days(n as i64), n as u32), mysql);

scalar!(instants: DateTime<Utc> as TimestamptzSql, ["TEXT", "TIMESTAMPTZ", "DATETIME(6)"],
    |db| {
        moments(db).into_iter().map(|moment| moment.and_utc()).collect()
    },
    many |n| moment(day(2030, 1, 1) + TimeDelta::days(n as i64), n as u32).and_utc());
