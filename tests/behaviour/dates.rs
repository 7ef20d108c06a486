//! `dates` and `datetimes`: the starts of units of time in which there are rows.

use chrono::{NaiveDate, NaiveDateTime};
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "shows", ordering(-id))]
pub struct Show {
    pub id: i32,
    pub day: NaiveDate,
    pub ended: Option<NaiveDate>,
    pub at: NaiveDateTime,
    pub seen: Option<NaiveDateTime>,
    #[model(foreign_key = Show)]
    pub after_id: Option<i32>,
}

fn shows() -> Conn {
    database(
        "CREATE TABLE shows (id INTEGER PRIMARY KEY, day DATE NOT NULL, ended DATE,
            at TIMESTAMP NOT NULL, seen TIMESTAMP, after_id INTEGER);
         INSERT INTO shows VALUES
            (1, '2024-05-06', '2024-06-01', '2024-05-06 07:08:09', '2024-05-06 07:59:00', NULL),
            (2, '2024-05-31', NULL, '2024-05-31 23:00:00', NULL, 1),
            (3, '2023-12-31', '2024-06-30', '2023-12-31 23:59:59', '2024-05-06 07:01:00', 2),
            (4, '2024-05-06', NULL, '2024-05-06 07:30:00', '2023-01-01 00:00:00', 3);",
    )
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

#[test]
fn each_start_comes_once_and_in_order() {
    let conn = &mut shows();
    let months = queryset!(Show.dates(day, month));
    assert_eq!(
        months.load(conn).unwrap(),
        [day("2023-12-01"), day("2024-05-01")]
    );
    assert_eq!(months.count(conn).unwrap(), 2);
    assert_eq!(months.first(conn).unwrap(), Some(day("2023-12-01")));
    assert_eq!(months.last(conn).unwrap(), Some(day("2024-05-01")));
    let days = queryset!(Show.filter(id > 1).dates(-day, day)[..2])
        .load(conn)
        .unwrap();
    assert_eq!(days, [day("2024-05-31"), day("2024-05-06")]);
    let quarters = queryset!(Show.dates(day, quarter).reverse())
        .load(conn)
        .unwrap();
    assert_eq!(quarters, [day("2024-04-01"), day("2023-10-01")]);
    let hours = queryset!(Show.datetimes(at, hour)).load(conn).unwrap();
    let expected = ["2023-12-31 23:00", "2024-05-06 07:00", "2024-05-31 23:00"].map(at);
    assert_eq!(hours, expected);
    let years = queryset!(Show.datetimes(-at, year)).load(conn).unwrap();
    assert_eq!(years, ["2024-01-01 00:00", "2023-01-01 00:00"].map(at));
}

#[test]
fn nulls_are_left_out() {
    let conn = &mut shows();
    // The values are no `Option`s.
    let ended: Vec<NaiveDate> = queryset!(Show.dates(ended, month)).load(conn).unwrap();
    assert_eq!(ended, [day("2024-06-01")]);
    let seen = queryset!(Show.datetimes(-seen, hour)).load(conn).unwrap();
    assert_eq!(seen, ["2024-05-06 07:00", "2023-01-01 00:00"].map(at));
    // Behind a relation that leads nowhere as well, and of a slice.
    let before = queryset!(Show.dates(after.day, week)).load(conn).unwrap();
    assert_eq!(before, ["2023-12-25", "2024-05-06", "2024-05-27"].map(day));
    let of_two = queryset!(Show.order_by(id)[..2].dates(day, day))
        .load(conn)
        .unwrap();
    assert_eq!(of_two, ["2024-05-06", "2024-05-31"].map(day));
}
