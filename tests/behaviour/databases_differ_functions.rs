//! What differs between databases in functions: a test for each row of the page
//! `orm_core::databases` that is about them.

use bigdecimal::BigDecimal;
use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "odds", ordering(id))]
pub struct Odd {
    pub id: i32,
    pub text: String,
    pub whole: i64,
    pub double: f64,
    pub cost: BigDecimal,
}

fn odds() -> Conn {
    let mut conn = database(
        "CREATE TABLE odds (id INTEGER PRIMARY KEY, text TEXT NOT NULL, whole BIGINT NOT NULL,
            \"double\" DOUBLE NOT NULL, cost NUMERIC NOT NULL);
         INSERT INTO odds VALUES (1, 'Éa', 5000000000, -1234.5, 2.5);",
    );
    register_mathematics(&mut conn);
    conn
}

/// The value of the only row.
macro_rules! value {
    ($conn:ident, $value:expr) => {
        queryset!(Odd.values_list($value))
            .load($conn)
            .wait()
            .map(|mut values| values.remove(0))
    };
}
macro_rules! one {
    ($conn:ident, $value:expr) => {
        value!($conn, $value).unwrap()
    };
}

#[test]
fn letters_beyond_ascii_become_small_where_the_collation_knows_them() {
    let conn = &mut odds();
    assert_eq!(one!(conn, lower(text)), on("Éa", "Éa", "éa"));
    assert_eq!(one!(conn, upper(text)), "ÉA");
}

#[test]
fn a_nul_ends_a_text_for_functions_of_sqlite() {
    let conn = &mut odds();
    if !possible("\0") {
        return;
    }
    let text = "a\0bc";
    assert_eq!(one!(conn, length({ text })), on(1, 0, 4));
    assert_eq!(one!(conn, left({ text }, 3)).len(), on(1, 0, 3));
    assert_eq!(one!(conn, position({ text }, "c")), on(4, 0, 4));
}

#[test]
fn an_empty_fill_leaves_the_text_or_nothing() {
    let conn = &mut odds();
    // What is long enough needs none.
    assert_eq!(one!(conn, lpad(text, 1, "")), "É");
    let short = queryset!(Odd.filter(lpad(text, 5, "") == "Éa"))
        .count(conn)
        .wait();
    assert_eq!(short.unwrap(), on(1, 1, 0));
}

#[test]
fn digits_before_the_point_are_rounded_but_on_sqlite() {
    let conn = &mut odds();
    let digits = -2;
    assert_eq!(
        one!(conn, round(double, { digits })),
        on(-1235.0, -1200.0, -1200.0)
    );
}

#[test]
fn a_decimal_of_mysql_has_no_place_for_every_double() {
    let conn = &mut odds();
    let huge = 1e40;
    assert_eq!(one!(conn, round({ huge })) == huge, on(true, true, false));
}

#[test]
fn decimals_that_were_rounded_stay_decimals_but_on_sqlite() {
    let conn = &mut odds();
    // A third of a decimal has more digits than a floating point number.
    let third = one!(conn, floor(cost) / 3).unwrap().to_string();
    assert_eq!(
        third.starts_with("0.6666666666666666"),
        on(true, true, false) || third.len() > 5,
        "{third}"
    );
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "papers", ordering(id))]
pub struct Paper {
    pub id: i32,
    pub body: serde_json::Value,
}

#[test]
fn place_0_of_what_is_no_array_is_itself_on_mysql() {
    let conn = &mut database(
        "CREATE TABLE papers (id INTEGER PRIMARY KEY, body JSON NOT NULL);
         INSERT INTO papers VALUES (1, '{\"a\": 1}');",
    );
    let place = queryset!(Paper.values_list(body.json_int("0.a")));
    assert_eq!(place.load(conn).unwrap(), [on(None, None, Some(1))]);
}

#[test]
fn what_is_not_defined_is_null_or_an_error() {
    let conn = &mut odds();
    for (what, found) in [
        ("sqrt", value!(conn, sqrt(double))),
        ("ln", value!(conn, ln(double))),
        ("log10", value!(conn, log10(double))),
        ("power", value!(conn, power(double, 0.5))),
    ] {
        match DIALECT {
            Dialect::Postgres => assert!(matches!(found, Err(Error::Database(_))), "{what}"),
            // MariaDB's POWER is an error.
            Dialect::Mysql if what == "power" => {
                assert!(
                    matches!(found, Err(Error::Database(_)) | Ok(None)),
                    "{found:?}"
                );
            }
            _ => assert_eq!(found.unwrap(), None, "{what}"),
        }
        if DIALECT == Dialect::Postgres {
            *conn = odds();
        }
    }
}

#[test]
fn text_that_is_no_number_is_the_number_at_its_start_or_an_error() {
    let conn = &mut odds();
    let text = "12 pieces";
    let found = value!(conn, cast({ text }, i32));
    match DIALECT {
        Dialect::Postgres => assert!(matches!(found, Err(Error::Database(_)))),
        _ => assert_eq!(found.unwrap(), 12),
    }
}

#[test]
fn a_number_that_a_type_has_no_place_for_is_larger_or_an_error() {
    let conn = &mut odds();
    let found = queryset!(Odd.filter(cast(whole, i32) > 0))
        .count(conn)
        .wait();
    match DIALECT {
        Dialect::Postgres => assert!(matches!(found, Err(Error::Database(_)))),
        _ => assert_eq!(found.unwrap(), 1),
    }
}
