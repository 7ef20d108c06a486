//! What differs between databases, and stays so: a test for each row of the page
//! `orm_core::databases`.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "words", ordering(id))]
pub struct Word {
    pub id: i32,
    pub plain: String,
    pub anycase: String,
    pub default: String,
}

/// Text of three kinds: compared by its characters, with letter case ignored, and as the
/// database has it of itself.
fn words() -> Conn {
    let default = on("TEXT", "text COLLATE \"und-x-icu\"", "TEXT");
    database(&format!(
        "CREATE TABLE words (id INTEGER PRIMARY KEY, plain TEXT NOT NULL, anycase ANYCASE NOT NULL,
            \"default\" {default} NOT NULL);
         INSERT INTO words VALUES (1, 'Éa', 'a', 'Éa'), (2, 'éa', 'A', 'éa'), (3, 'EA', 'b', 'EA');"
    ))
}

macro_rules! ids {
    ($conn:ident, $model:ident, $condition:expr) => {
        sorted_keys(&queryset!($model.filter($condition)).load($conn).unwrap())
    };
}

#[test]
fn letters_beyond_ascii_have_a_case_where_the_collation_says_so() {
    let conn = &mut words();
    // PostgreSQL's "C" and SQLite know ASCII only.
    let (none, both) = (vec![1], vec![1, 2]);
    let plain = on(none.clone(), none.clone(), both.clone());
    let default = on(none, both.clone(), both);
    assert_eq!(ids!(conn, Word, plain.iexact("ÉA")), plain);
    assert_eq!(ids!(conn, Word, plain.istartswith("É")), plain);
    assert_eq!(ids!(conn, Word, default.iexact("ÉA")), default);
    assert_eq!(ids!(conn, Word, default.icontains("ÉA")), default);
    assert_eq!(ids!(conn, Word, default.iendswith("ÉA")), default);
    // ASCII letters have one everywhere.
    assert_eq!(ids!(conn, Word, plain.iexact("ea")), [3]);
}

#[test]
fn combined_values_are_equal_as_the_column_has_it() {
    let conn = &mut words();
    let plain = queryset!(
        Word.values_list(plain)
            .union(queryset!(Word.values_list(plain)))
    );
    assert_eq!(plain.count(conn).unwrap(), 3);
    let anycase = queryset!(
        Word.values_list(anycase)
            .union(queryset!(Word.values_list(anycase)))
    );
    assert_eq!(anycase.count(conn).unwrap(), 2);
    let both = queryset!(
        Word.values_list(anycase)
            .intersect(queryset!(Word.filter(id == 2).values_list(anycase)))
    );
    assert_eq!(both.count(conn).unwrap(), 1);
}

#[test]
fn equality_is_the_column_s_and_text_lookups_go_by_characters() {
    let conn = &mut words();
    assert_eq!(ids!(conn, Word, anycase == "A"), [1, 2]);
    assert_eq!(ids!(conn, Word, anycase.in_(["A"])), [1, 2]);
    let found = queryset!(Word.filter(anycase.contains("A")))
        .load(conn)
        .wait();
    match DIALECT {
        // Its collations without a case take part in no text lookup.
        Dialect::Postgres => assert!(matches!(found, Err(Error::Database(_)))),
        _ => assert_eq!(keys(&found.unwrap()), [2]),
    }
}

#[test]
fn only_postgres_has_no_nul_in_text() {
    let conn = &mut store();
    let found = queryset!(Genre.filter(name == "Ro\0ck")).load(conn).wait();
    match DIALECT {
        Dialect::Postgres => assert!(matches!(found, Err(Error::Database(_)))),
        _ => assert!(found.unwrap().is_empty()),
    }
}

#[test]
fn regular_expressions_are_the_database_s() {
    let conn = &mut store();
    register_regular_expressions(conn);
    let word = on(r"\bA\w\b", r"\yA\w\y", r"\bA\w\b");
    assert_eq!(ids!(conn, Track, name.regex(word)), [4]);
    let broken = queryset!(Track.filter(name.regex("(not closed")))
        .load(conn)
        .wait();
    match DIALECT {
        Dialect::Sqlite => assert!(broken.unwrap().is_empty()),
        _ => assert!(matches!(broken, Err(Error::Database(_)))),
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "numbers", ordering(id))]
pub struct Number {
    pub id: i32,
    pub whole: i32,
    pub big: i64,
    pub double: f64,
    pub cost: bigdecimal::BigDecimal,
}

fn numbers() -> Conn {
    database(
        "CREATE TABLE numbers (id INTEGER PRIMARY KEY, whole INTEGER NOT NULL, big BIGINT NOT NULL,
            \"double\" DOUBLE NOT NULL, cost NUMERIC NOT NULL);
         INSERT INTO numbers VALUES (1, 2147483647, 9223372036854775807, 1.5, 0.1);",
    )
}

#[test]
fn division_by_zero_is_null_or_an_error() {
    let conn = &mut numbers();
    let nothing = queryset!(Number.filter((whole / 0).is_null()))
        .count(conn)
        .wait();
    match DIALECT {
        Dialect::Postgres => assert!(matches!(nothing, Err(Error::Database(_)))),
        _ => assert_eq!(nothing.unwrap(), 1),
    }
}

#[test]
fn numbers_that_grow_too_large_are_errors_or_larger_numbers() {
    let conn = &mut numbers();
    let wide = queryset!(Number.filter(whole + 1 > 0)).count(conn).wait();
    match DIALECT {
        Dialect::Postgres => assert!(matches!(wide, Err(Error::Database(_)))),
        _ => assert_eq!(wide.unwrap(), 1),
    }
    let wider = queryset!(Number.filter(big + 1 > 0)).count(conn).wait();
    match DIALECT {
        Dialect::Sqlite => assert_eq!(wider.unwrap(), 1),
        _ => assert!(matches!(wider, Err(Error::Database(_)))),
    }
}

#[test]
fn decimals_are_exact_where_the_database_has_decimals() {
    let conn = &mut numbers();
    assert_eq!(
        ids!(conn, Number, cost * 3 == 0.3),
        on(vec![], vec![1], vec![1])
    );
}

/// What the server says it is.
#[derive(Model)]
#[model(table = "servers")]
pub struct Server {
    pub id: i32,
    pub version: String,
}

/// MySQL itself, and not MariaDB.
fn is_mysql(conn: &mut Conn) -> bool {
    DIALECT == Dialect::Mysql && {
        run(
            conn,
            "CREATE VIEW servers AS SELECT 1 AS id, VERSION() AS version;",
        );
        let server = Server.get(conn).wait().unwrap();
        !server.version.contains("MariaDB")
    }
}

#[test]
fn what_is_no_number_is_null_or_the_largest() {
    let conn = &mut numbers();
    let nan = f64::NAN;
    let less = queryset!(Number.filter(double < nan)).count(conn).wait();
    let equal = queryset!(Number.filter(double == nan)).count(conn).wait();
    let more = queryset!(Number.filter(double > nan)).count(conn).wait();
    let found = [less, equal, more].map(Result::unwrap);
    match is_mysql(conn) {
        true => assert_eq!(found, [1, 0, 0]),
        false => assert_eq!(found, on([0, 0, 0], [1, 0, 0], [0, 0, 1])),
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "documents", ordering(id))]
pub struct Document {
    pub id: i32,
    pub body: serde_json::Value,
}

#[test]
fn json_is_distinct_where_the_database_compares_it() {
    let conn = &mut database(
        "CREATE TABLE documents (id INTEGER PRIMARY KEY, body JSON NOT NULL);
         INSERT INTO documents VALUES (1, '[]');",
    );
    let found = queryset!(Document.distinct()).load(conn).wait();
    match DIALECT {
        // A column of type `jsonb` would do.
        Dialect::Postgres => assert!(matches!(found, Err(Error::Database(_)))),
        _ => assert_eq!(found.unwrap().len(), 1),
    }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "calls", ordering(id))]
pub struct Call {
    pub id: i32,
    pub at: chrono::DateTime<chrono::Utc>,
}

#[test]
fn instants_are_text_on_sqlite_and_compared_as_such() {
    let two_hours_east = on(
        "'2024-05-06 09:08:09+02:00'",
        "'2024-05-06 09:08:09+02:00'",
        "INSTANT '2024-05-06 07:08:09'",
    );
    let conn = &mut database(&format!(
        "CREATE TABLE calls (id INTEGER PRIMARY KEY, at TIMESTAMPTZ NOT NULL);
         INSERT INTO calls VALUES (1, {two_hours_east}), (2, INSTANT '2024-05-06 07:08:09');"
    ));
    let at: chrono::DateTime<chrono::Utc> = "2024-05-06T07:08:09Z".parse().unwrap();
    assert!(Call.load(conn).unwrap().iter().all(|call| call.at == at));
    assert_eq!(
        ids!(conn, Call, at == at),
        on(vec![2], vec![1, 2], vec![1, 2])
    );
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "rings", ordering(time))]
pub struct Ring {
    pub id: i32,
    pub time: chrono::NaiveTime,
}

#[test]
fn times_are_text_on_sqlite_and_ordered_as_such() {
    let conn = &mut database(
        "CREATE TABLE rings (id INTEGER PRIMARY KEY, time TIME NOT NULL);
         INSERT INTO rings VALUES (1, '20:00:00.500'), (2, '20:00:00.5'), (3, '20:00:00.25');",
    );
    assert_eq!(
        keys(&Ring.load(conn).unwrap()),
        on([3, 2, 1], [3, 1, 2], [3, 1, 2])
    );
}
