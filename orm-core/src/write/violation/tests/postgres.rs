//! What PostgreSQL tells beside its text, by both clients.

use diesel::result::DatabaseErrorInformation;
use diesel::result::DatabaseErrorKind::{
    CheckViolation, ExclusionViolation, ForeignKeyViolation, NotNullViolation, RestrictViolation,
    UniqueViolation, Unknown,
};

use super::{assert_violation, broken};
use crate::error::ViolationKind::*;

/// What PostgreSQL's clients give.
#[derive(Default)]
struct Postgres {
    message: &'static str,
    details: Option<&'static str>,
    table: Option<&'static str>,
    column: Option<&'static str>,
    constraint: Option<&'static str>,
}

impl DatabaseErrorInformation for Postgres {
    fn message(&self) -> &str {
        self.message
    }
    fn details(&self) -> Option<&str> {
        self.details
    }
    fn hint(&self) -> Option<&str> {
        None
    }
    fn table_name(&self) -> Option<&str> {
        self.table
    }
    fn column_name(&self) -> Option<&str> {
        self.column
    }
    fn constraint_name(&self) -> Option<&str> {
        self.constraint
    }
    fn statement_position(&self) -> Option<i32> {
        None
    }
}

/// A violation of the model's own table, as PostgreSQL tells it.
fn of_books(constraint: &'static str, details: &'static str) -> Postgres {
    Postgres {
        message: "in some language",
        details: Some(details),
        table: Some("books"),
        constraint: Some(constraint),
        ..Postgres::default()
    }
}

#[test]
fn postgres_tells_columns_beside() {
    for (kind, about, expected) in [
        (
            UniqueViolation,
            of_books(
                "books_isbn_key",
                "Key (\"isbn-13\")=(x)=(y) already exists.",
            ),
            (
                Unique,
                &["isbn"][..],
                "a `Book` with this `isbn` is there already (unique constraint `books_isbn_key`)",
            ),
        ),
        (
            UniqueViolation,
            of_books(
                "books_shelf_place_key",
                "Schlüssel »(shelf, place)=(1, 1)« existiert bereits.",
            ),
            (
                Unique,
                &["shelf", "place"],
                "a `Book` with this `shelf` and `place` is there already (unique constraint \
                 `books_shelf_place_key`)",
            ),
        ),
        (
            UniqueViolation,
            of_books(
                "books_lower_idx",
                "Key (lower(title::text))=(q) already exists.",
            ),
            (
                Unique,
                &[],
                "such a `Book` is there already (unique constraint `books_lower_idx`)",
            ),
        ),
        // Whoever may not read the table is told no values.
        (
            UniqueViolation,
            of_books("books_pkey", ""),
            (
                Unique,
                &["id"],
                "a `Book` with this `id` is there already (unique constraint `books_pkey`)",
            ),
        ),
        (
            UniqueViolation,
            of_books("books_shelf_place_key", ""),
            (
                Unique,
                &["shelf", "place"],
                "a `Book` with this `shelf` and `place` is there already (unique constraint \
                 `books_shelf_place_key`)",
            ),
        ),
        (
            ForeignKeyViolation,
            of_books("books_author_id_fkey", ""),
            (
                ForeignKey,
                &["author_id"],
                "`Book.author_id` points at no row (foreign key `books_author_id_fkey`)",
            ),
        ),
        (
            CheckViolation,
            of_books("books_price_check", "Failing row contains (title)=(1, 0)."),
            (
                Check,
                &["price"],
                "`Book.price` breaks the check `books_price_check`",
            ),
        ),
        // The name that the model gives to a check of the whole row.
        (
            CheckViolation,
            of_books("books_shelf_check", "Failing row contains (title)=(1, 0)."),
            (Check, &[], "`Book` breaks the check `books_shelf_check`"),
        ),
        (
            ExclusionViolation,
            of_books(
                "no_overlap",
                "Key (shelf)=(1) conflicts with existing key (shelf)=(1).",
            ),
            (
                Exclusion,
                &["shelf"],
                "a row of `Book` excludes this one (exclusion constraint `no_overlap`)",
            ),
        ),
        (
            NotNullViolation,
            Postgres {
                message: "null value in column \"title\" of relation \"books\" violates not-null constraint",
                details: Some("Failing row contains (1, x, null)."),
                table: Some("books"),
                column: Some("title"),
                constraint: None,
            },
            (NotNull, &["title"], "`Book.title` must not be NULL"),
        ),
        (
            Unknown,
            Postgres {
                message: "value too long for type character varying(10)",
                ..Postgres::default()
            },
            (TooLong, &[], "a value is too long for a field of `Book`"),
        ),
    ] {
        assert_violation(&broken(kind, about), expected);
    }
}

#[test]
fn postgres_tells_the_table_that_points_at_a_row() {
    let still = |table, message| Postgres {
        message,
        details: Some("Key (id)=(1) is still referenced from table \"sales\"."),
        table: Some(table),
        constraint: Some("of_book"),
        column: None,
    };
    let english = "update or delete on table \"books\" violates foreign key constraint \"of_book\" on table \"sales\"";
    for (kind, about, table) in [
        (ForeignKeyViolation, still("sales", english), "sales"),
        (ForeignKeyViolation, still("sales", "auf Deutsch"), "sales"),
        (RestrictViolation, still("books", "auf Deutsch"), "books"),
        (ForeignKeyViolation, still("books", english), "books"),
    ] {
        let found = broken(kind, about);
        let sentence =
            format!("rows of table `{table}` still point at this `Book` (foreign key `of_book`)");
        assert_violation(&found, (ForeignKey, &[], &sentence));
        assert_eq!(found.table.as_deref(), Some(table));
    }
    let trigger = still(
        "log",
        "insert or update on table \"log\" violates foreign key constraint \"of_book\"",
    );
    let found = broken(ForeignKeyViolation, trigger);
    let sentence = "a write of `Book` breaks a foreign key `of_book` of table `log`";
    assert_violation(&found, (ForeignKey, &[], sentence));
}
