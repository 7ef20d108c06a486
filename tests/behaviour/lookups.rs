//! Lookups: each word, on the types where it makes sense.

use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "events", ordering(id))]
pub struct Event {
    pub id: i32,
    pub day: chrono::NaiveDate,
    pub at: chrono::NaiveDateTime,
    pub clock: Option<chrono::NaiveTime>,
}

fn events() -> Conn {
    database(
        "CREATE TABLE events (id INTEGER PRIMARY KEY, day DATE NOT NULL, at TIMESTAMP NOT NULL, clock TIME);
         INSERT INTO events VALUES
            (1, '2023-12-31', '2023-12-31 23:59:58.75', '00:00:00'),
            (2, '2024-01-01', '2024-01-01 00:00:00', '13:14:15'),
            (3, '2024-02-29', '2024-02-29 12:30:00', NULL);",
    )
}

macro_rules! found {
    ($conn:ident, $model:ident: $($condition:expr => [$($key:literal),*];)*) => { $(
        let wanted: Vec<i32> = vec![$($key),*];
        assert_eq!(
            sorted_keys(&queryset!($model.filter($condition)).load($conn).unwrap()),
            wanted,
            "{}", stringify!($condition),
        );
    )* };
}

#[test]
fn comparisons() {
    let conn = &mut store();
    found! { conn, Track:
        id == 3 => [3];
        id != 3 => [1, 2, 4, 5, 6, 7];
        id < 3 => [1, 2];
        id <= 3 => [1, 2, 3];
        id > 5 => [6, 7];
        id >= 5 => [5, 6, 7];
        id.between(3, 5) => [3, 4, 5];
        id.between(5, 3) => [];
        price == 1.99 => [4, 7];
        price > 1 => [4, 7];
        price.between(1, 1.99) => [4, 7];
        name > "O" => [1, 5, 7];
        name.between("B", "E") => [3, 6];
    }
}

#[test]
fn text() {
    let conn = &mut store();
    found! { conn, Track:
        name.contains("All") => [];
        name.icontains("ALL") => [3];
        name.contains("o") => [1, 3, 6, 7];
        name.startswith("B") => [3];
        name.startswith("b") => [];
        name.istartswith("b") => [3];
        name.endswith("d") => [5];
        name.iendswith("D") => [5];
        name.iexact("OVERDOSE") => [7];
        name.iexact("OVERDOS") => [];
        composer.contains("/") => [6, 7];
        genre.name.istartswith("m") => [3, 4];
    }
}

#[test]
fn null() {
    let conn = &mut store();
    found! { conn, Track:
        composer.is_null() => [3, 4];
        composer.is_not_null() => [1, 2, 5, 6, 7];
        composer.same(None::<&str>) => [3, 4];
        composer.same(Some("Young")) => [1, 2];
        genre_id.same(Some(2)) => [3, 4];
        genre.id.is_null() => [5];
        id.is_null() => [];
    }
}

#[test]
fn regular_expressions() {
    let conn = &mut store();
    register_regular_expressions(conn);
    found! { conn, Track:
        name.regex("^B") => [3];
        name.regex("^b") => [];
        name.iregex("^b") => [3];
        name.regex("(s|d)$") => [2, 5];
        name.regex(String::from("o+")) => [1, 3, 6, 7];
        composer.regex("Y") => [1, 2];
        composer.iregex("y$|^a") => [6, 7];
        name.regex("") => [1, 2, 3, 4, 5, 6, 7];
    }
    assert_eq!(
        queryset!(Track.exclude(composer.regex("Y")))
            .count(conn)
            .unwrap(),
        5
    );
}

#[test]
fn parts_of_dates_and_times() {
    let conn = &mut events();
    found! { conn, Event:
        day.year() == 2024 => [2, 3];
        day.month() == 12 => [1];
        day.day() == 29 => [3];
        day.week_day() == 1 => [1];
        day.week_day() == 2 => [2];
        day.week_day() == 5 => [3];
        at.year() < 2024 => [1];
        at.hour() == 12 && at.minute() == 30 && at.second() == 0 => [3];
        at.second() == 58 => [1];
        at.minute().in_([59, 30]) => [1, 3];
        at.month().between(1, 2) => [2, 3];
        clock.hour() == 13 => [2];
        clock.minute() == F(clock).hour() + 1 => [2];
        !(clock.hour() == 13) => [1, 3];
        clock.hour().is_null() => [3];
        day.year() == F(at).year() => [1, 2, 3];
    }
}

#[test]
fn dates_compare_with_dates() {
    let conn = &mut events();
    let new_year = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let midnight = new_year.and_hms_opt(0, 0, 0).unwrap();
    found! { conn, Event:
        day < new_year => [1];
        day >= &new_year => [2, 3];
        at == midnight => [2];
        at < midnight => [1];
        at > midnight => [3];
        at.in_([midnight]) => [2];
    }
}

#[test]
fn a_bool_column_is_a_condition_by_itself() {
    #[derive(Model, Debug, Clone, PartialEq)]
    #[model(table = "lamps", ordering(id))]
    struct Lamp {
        id: i32,
        lit: bool,
        broken: Option<bool>,
    }
    let conn = &mut database(
        "CREATE TABLE lamps (id INTEGER PRIMARY KEY, lit BOOLEAN NOT NULL, broken BOOLEAN);
         INSERT INTO lamps VALUES (1, TRUE, FALSE), (2, FALSE, TRUE), (3, TRUE, NULL);",
    );
    found! { conn, Lamp:
        lit => [1, 3];
        !lit => [2];
        lit == false => [2];
        broken => [2];
        !broken => [1, 3];
        broken == false => [1];
        broken.is_null() && lit => [3];
        lit != F(broken) => [1, 2];
    }
}
