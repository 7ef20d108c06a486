//! Constraints that a write breaks: one error on every database, with the model and its fields.

use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
use orm_core::Error;
use orm_core::error::{Violation, ViolationKind};
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "writers", has_many(prints = Print::writer))]
pub struct Writer {
    pub id: i32,
    #[model(column = "writer_name", unique)]
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "prints",
    unique(shelf, place),
    index(writer_id, title, name = "one_title"),
    check(name = "price_positive", sql = "price > 0")
)]
pub struct Print {
    pub id: i32,
    #[model(unique)]
    pub isbn: String,
    pub title: String,
    pub subtitle: Option<String>,
    pub shelf: i32,
    pub place: i32,
    pub price: i32,
    #[model(foreign_key = Writer)]
    pub writer_id: i32,
}

fn prints() -> Conn {
    let keys = on("PRAGMA foreign_keys = ON;", "", "");
    database(&format!(
        "{keys}
         CREATE TABLE writers (id INTEGER PRIMARY KEY, writer_name KEYTEXT NOT NULL UNIQUE);
         CREATE TABLE prints (id INTEGER PRIMARY KEY, isbn KEYTEXT NOT NULL UNIQUE,
            title VARCHAR(10) NOT NULL, subtitle VARCHAR(10), shelf INTEGER NOT NULL,
            place INTEGER NOT NULL, price INTEGER NOT NULL, writer_id INTEGER NOT NULL,
            UNIQUE (shelf, place), CONSTRAINT price_positive CHECK (price > 0),
            CONSTRAINT by_writer FOREIGN KEY (writer_id) REFERENCES writers (id));
         CREATE UNIQUE INDEX one_title ON prints (writer_id, title);
         INSERT INTO writers VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Eve');
         INSERT INTO prints VALUES (1, 'x', 'First', NULL, 1, 1, 10, 1),
            (2, 'y', 'Second', NULL, 1, 2, 20, 1), (3, 'z', 'Third', 'or last', 2, 1, 30, 2);"
    ))
}

/// The violation that this write is.
macro_rules! broken {
    ($update:expr, $conn:expr) => {
        match queryset!($update).run($conn).wait() {
            Err(Error::Violation(violation)) => *violation,
            other => panic!("{other:?}"),
        }
    };
}

#[track_caller]
fn assert_broken(
    found: &Violation,
    kind: ViolationKind,
    model: &'static str,
    fields: &[&'static str],
) {
    assert_eq!(
        (found.kind, found.model, found.fields.as_slice()),
        (kind, model, fields),
        "{found:?}"
    );
}

#[test]
fn unique() {
    let conn = &mut prints();
    let found = broken!(Print.all().update(isbn = "new"), conn);
    assert_broken(&found, ViolationKind::Unique, "Print", &["isbn"]);
    assert_eq!(
        found.to_string(),
        on(
            "a `Print` with this `isbn` is there already",
            "a `Print` with this `isbn` is there already (unique constraint `prints_isbn_key`)",
            "a `Print` with this `isbn` is there already (unique constraint `isbn`)"
        )
    );
    // Nothing was changed.
    let isbns = queryset!(Print.order_by(id).values_list(isbn));
    assert_eq!(isbns.load(conn).unwrap(), ["x", "y", "z"]);
    // The field of a column that has another name.
    let found = broken!(Writer.filter(id == 1).update(name = "Bob"), conn);
    assert_broken(&found, ViolationKind::Unique, "Writer", &["name"]);
    let found = broken!(Print.filter(id == 2).update(id = 1), conn);
    assert_broken(&found, ViolationKind::Unique, "Print", &["id"]);
}

#[test]
fn unique_together() {
    let conn = &mut prints();
    let found = broken!(Print.filter(id == 2).update(place = 1), conn);
    assert_broken(&found, ViolationKind::Unique, "Print", &["shelf", "place"]);
    let found = broken!(Print.filter(id == 2).update(title = "First"), conn);
    let fields = ["writer_id", "title"];
    assert_broken(&found, ViolationKind::Unique, "Print", &fields);
    let name = on(None, Some("one_title"), Some("one_title"));
    assert_eq!(found.constraint.as_deref(), name);
}

/// The value is said before the constraint, and may look like one.
#[test]
fn a_hostile_value_is_not_taken_for_a_constraint() {
    let conn = &mut prints();
    for value in [
        "' for key 'place",
        "a' for key '",
        "(shelf)=(1)",
        "`), (\"'",
    ] {
        queryset!(Print.filter(id == 1).update(isbn = value))
            .run(conn)
            .unwrap();
        let found = broken!(Print.filter(id == 2).update(isbn = value), conn);
        assert_broken(&found, ViolationKind::Unique, "Print", &["isbn"]);
    }
}

#[test]
fn not_null() {
    let conn = &mut prints();
    let found = broken!(Print.all().update(title = F(subtitle)), conn);
    assert_broken(&found, ViolationKind::NotNull, "Print", &["title"]);
    assert_eq!(found.to_string(), "`Print.title` must not be NULL");
}

#[test]
fn check() {
    let conn = &mut prints();
    let found = broken!(Print.all().update(price = F(price) - 20), conn);
    assert_broken(&found, ViolationKind::Check, "Print", &[]);
    assert_eq!(found.constraint.as_deref(), Some("price_positive"));
    assert_eq!(
        found.to_string(),
        "`Print` breaks the check `price_positive`"
    );
}

#[test]
fn checks_of_a_column_without_a_name() {
    let conn = &mut database(
        "CREATE TABLE seats (id INTEGER PRIMARY KEY, seat_number INTEGER NOT NULL CHECK (seat_number < 9));
         INSERT INTO seats VALUES (1, 1);",
    );
    let found = broken!(Seat.all().update(number = 9), conn);
    // MySQL counts its checks, MariaDB names them after the column.
    let known = found.constraint.as_deref() != Some("seats_chk_1");
    let fields: &[_] = if known { &["number"] } else { &[] };
    assert_broken(&found, ViolationKind::Check, "Seat", fields);
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "seats")]
pub struct Seat {
    pub id: i32,
    #[model(column = "seat_number", check = "seat_number < 9")]
    pub number: i32,
}

#[test]
fn a_foreign_key_that_points_at_no_row() {
    let conn = &mut prints();
    let found = broken!(Print.filter(id == 1).update(writer_id = 9), conn);
    // SQLite does not say which one.
    let fields: &[_] = on(&[], &["writer_id"], &["writer_id"]);
    assert_broken(&found, ViolationKind::ForeignKey, "Print", fields);
    let known = "`Print.writer_id` points at no row (foreign key `by_writer`)";
    let unknown = "a foreign key of `Print`, or one to it, would point at no row";
    assert_eq!(found.to_string(), on(unknown, known, known));
    assert_eq!(found.table, None);
}

#[test]
fn rows_that_still_point_at_a_row() {
    let conn = &mut prints();
    let found = broken!(Writer.filter(id == 1).update(id = 7), conn);
    assert_broken(&found, ViolationKind::ForeignKey, "Writer", &[]);
    let table = on(None, Some("prints"), Some("prints"));
    assert_eq!(found.table.as_deref(), table);
    let known = "rows of table `prints` still point at this `Writer` (foreign key `by_writer`)";
    let unknown = "a foreign key of `Writer`, or one to it, would point at no row";
    assert_eq!(found.to_string(), on(unknown, known, known));
    // Nobody points at this one.
    let free = queryset!(Writer.filter(id == 3).update(id = 7));
    assert_eq!(free.run(conn).unwrap(), 1);
}

#[test]
fn values_that_a_column_does_not_hold() {
    let conn = &mut prints();
    let long = queryset!(Print.filter(id == 1).update(title = "longer than ten"));
    let large = queryset!(
        Print
            .filter(id == 1)
            .update(price = F(price) + 2_147_483_647)
    );
    if DIALECT == Dialect::Sqlite {
        assert_eq!(long.run(conn).unwrap(), 1);
        assert_eq!(large.run(conn).unwrap(), 1);
        return;
    }
    let said = |kind, fields: &[&'static str], error| match error {
        Err(Error::Violation(found)) => assert_broken(&found, kind, "Print", fields),
        other => panic!("{other:?}"),
    };
    // PostgreSQL does not say which column.
    let title: &[_] = on(&[], &[], &["title"]);
    said(ViolationKind::TooLong, title, long.run(conn).wait());
    let price: &[_] = on(&[], &[], &["price"]);
    said(ViolationKind::OutOfRange, price, large.run(conn).wait());
}

#[test]
fn diesels_error_is_beneath() {
    use std::error::Error as _;
    let conn = &mut prints();
    let same = queryset!(Print.all().update(isbn = "new"));
    let error = same.run(conn).wait().unwrap_err();
    assert!(error.source().is_some());
    assert!(!error.is_retryable() && !error.is_connection_lost());
    match diesel::result::Error::from(error) {
        DatabaseError(DatabaseErrorKind::UniqueViolation, _) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn in_a_transaction_the_violation_is_given_on() {
    let conn = &mut prints();
    let kind = transaction(conn, |conn| {
        queryset!(Writer.filter(id == 3).update(name = "Zoe"))
            .run(conn)
            .wait()?;
        queryset!(Print.all().update(isbn = "new")).run(conn).wait()
    });
    assert!(matches!(kind, Err(Error::Violation(_))), "{kind:?}");
    let zoe = queryset!(Writer.filter(name == "Zoe"));
    assert!(!zoe.exists(conn).unwrap());
}
