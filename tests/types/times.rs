//! Dates and times.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use diesel::sql_types as st;
use orm_core::backend::{TimestampSql, TimestamptzSql};
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

scalar!(timestamps: NaiveDateTime as TimestampSql, ["TIMESTAMP", "TIMESTAMP", "DATETIME(6)"],
    moments, many |n| moment(day(2030, 1, 1) + TimeDelta::days(n as i64), n as u32));
scalar!(instants: DateTime<Utc> as TimestamptzSql, ["TEXT", "TIMESTAMPTZ", "DATETIME(6)"],
    |db| {
        moments(db).into_iter().map(|moment| moment.and_utc()).collect()
    },
    many |n| moment(day(2030, 1, 1) + TimeDelta::days(n as i64), n as u32).and_utc());

/// Instants are UTC's, whatever zone the session has: values, comparisons, lists and parts.
macro_rules! zones {
    ($($test:ident $db:ident $column:literal $zone:literal;)*) => { $(
        #[test]
        fn $test() {
            use diesel::prelude::*;
            #[derive(Model, Debug)]
            #[model(table = "samples")]
            struct Sample {
                id: i32,
                at: DateTime<Utc>,
            }
            let own = &mut $db();
            let sql = own.db.binds("INSERT INTO samples (id, at) VALUES (1, ?)");
            own.run(&format!("CREATE TABLE samples (id INTEGER PRIMARY KEY, at {})", $column));
            own.run($zone);
            let conn = &mut **own;
            let eve = moment(day(2023, 12, 31), 250_000).date().and_hms_opt(22, 30, 7).unwrap().and_utc();
            diesel::sql_query(sql).bind::<TimestamptzSql, _>(eve).execute(conn).unwrap();
            assert_eq!(Sample.get(conn).unwrap().at, eve);
            let found = queryset!(Sample.filter(at == eve && at.in_([eve]) && at <= eve));
            assert_eq!(found.count(conn).unwrap(), 1);
            let parts = queryset!(Sample.filter(at.year() == 2023 && at.month() == 12 && at.day() == 31));
            assert_eq!(parts.count(conn).unwrap(), 1);
            let parts = queryset!(Sample.filter(at.week_day() == 1 && at.hour() == 22 && at.minute() == 30 && at.second() == 7));
            assert_eq!(parts.count(conn).unwrap(), 1);
        }
    )* };
}
zones! {
    utc_on_sqlite sqlite "TEXT" "";
    utc_on_postgresql_in_another_zone postgres "TIMESTAMPTZ" "SET TIME ZONE 'Asia/Kathmandu'";
    utc_on_mysql_in_another_zone mysql "DATETIME(6)" "SET time_zone = '+05:45'";
    utc_on_mysql_in_a_timestamp mysql "TIMESTAMP(6)" "SET time_zone = '+05:45'";
}
