//! The texts of each database as they are, and what is made of them.

mod postgres;

use diesel::result::DatabaseErrorKind::{
    self, CheckViolation, ForeignKeyViolation, NotNullViolation, SerializationFailure,
    UniqueViolation, Unknown,
};
use diesel::result::{DatabaseErrorInformation, Error::DatabaseError};

use super::violation;
use crate::Error;
use crate::error::Violation;
use crate::error::ViolationKind::{self, *};
use crate::model::{ColumnMeta, HookedEvents, ModelMeta, RelationKind, RelationMeta};

/// `Book` with one of each; `isbn` is a column of another name.
static BOOK: ModelMeta = ModelMeta {
    name: "Book",
    schema: None,
    table: "books",
    columns: &[
        ColumnMeta::new("id", "id", "i32", false),
        ColumnMeta {
            unique: true,
            ..ColumnMeta::new("isbn", "isbn-13", "String", false)
        },
        ColumnMeta {
            max_length: Some(10),
            ..ColumnMeta::new("title", "title", "String", false)
        },
        ColumnMeta {
            check: Some("price > 0"),
            ..ColumnMeta::new("price", "price", "i32", false)
        },
        ColumnMeta::new("shelf", "shelf", "i32", false),
        ColumnMeta::new("place", "place", "i32", false),
        ColumnMeta::new("author_id", "author_id", "i32", false),
        ColumnMeta::new("cover_id", "cover_id", "Option<i32>", true),
    ],
    key: &[0],
    relations: &[
        relation("author", RelationKind::ForeignKey, &["author_id"]),
        relation("cover", RelationKind::OneToOne, &["cover_id"]),
        relation("sales", RelationKind::HasMany, &[]),
    ],
    unique: &[&[4, 5]],
    indexes: &[(Some("one_title"), &[2, 6]), (None, &[3])],
    checks: &[(Some("books_shelf_check"), "shelf < place")],
    tenant: None,
    readonly: false,
    version: None,
    soft_delete: None,
    hooks: HookedEvents {
        insert: false,
        update: false,
        delete: false,
    },
};

const fn relation(
    name: &'static str,
    kind: RelationKind,
    fields: &'static [&'static str],
) -> RelationMeta {
    RelationMeta {
        name,
        kind,
        target: "Other",
        fields,
        on_delete: None,
        back: || None,
    }
}

fn broken(
    kind: DatabaseErrorKind,
    about: impl DatabaseErrorInformation + Send + Sync + 'static,
) -> Violation {
    match violation(DatabaseError(kind, Box::new(about)), &BOOK) {
        Error::Violation(violation) => *violation,
        other => panic!("{other:?}"),
    }
}

/// The kind, the fields and the sentence.
type Expected<'e> = (ViolationKind, &'e [&'static str], &'e str);

#[track_caller]
fn assert_said(kind: DatabaseErrorKind, text: &str, expected: Expected<'_>) {
    assert_violation(&broken(kind, text.to_owned()), expected);
}

#[track_caller]
fn assert_violation(found: &Violation, expected: Expected<'_>) {
    let sentence = found.to_string();
    let seen = (found.kind, found.fields.as_slice(), sentence.as_str());
    assert_eq!(seen, expected);
    assert_eq!(found.model, "Book");
}

#[test]
fn sqlite_tells_columns() {
    for (kind, text, expected) in [
        (
            UniqueViolation,
            "UNIQUE constraint failed: books.isbn-13",
            (
                Unique,
                &["isbn"][..],
                "a `Book` with this `isbn` is there already",
            ),
        ),
        (
            UniqueViolation,
            "UNIQUE constraint failed: books.shelf, books.place",
            (
                Unique,
                &["shelf", "place"],
                "a `Book` with this `shelf` and `place` is there already",
            ),
        ),
        (
            UniqueViolation,
            "UNIQUE constraint failed: index 'one_title'",
            (
                Unique,
                &["title", "author_id"],
                "a `Book` with this `title` and `author_id` is there already (unique constraint \
                 `one_title`)",
            ),
        ),
        (
            UniqueViolation,
            "UNIQUE constraint failed: index 'lower_title'",
            (
                Unique,
                &[],
                "such a `Book` is there already (unique constraint `lower_title`)",
            ),
        ),
        (
            UniqueViolation,
            "UNIQUE constraint failed: log.id",
            (
                Unique,
                &[],
                "a write of `Book` breaks a unique constraint of table `log`",
            ),
        ),
        (
            NotNullViolation,
            "NOT NULL constraint failed: books.title",
            (NotNull, &["title"], "`Book.title` must not be NULL"),
        ),
        (
            CheckViolation,
            "CHECK constraint failed: price > 0",
            (
                Check,
                &["price"],
                "`Book.price` breaks the check `price > 0`",
            ),
        ),
        (
            CheckViolation,
            "CHECK constraint failed: books_shelf_check",
            (Check, &[], "`Book` breaks the check `books_shelf_check`"),
        ),
        (
            ForeignKeyViolation,
            "FOREIGN KEY constraint failed",
            (
                ForeignKey,
                &[],
                "a foreign key of `Book`, or one to it, would point at no row",
            ),
        ),
    ] {
        assert_said(kind, text, expected);
    }
}

#[test]
fn mysql_and_mariadb_tell_names_and_columns() {
    for (kind, text, expected) in [
        (
            UniqueViolation,
            "Duplicate entry 'a'b for key 'c' for key 'isbn-13'",
            (
                Unique,
                &["isbn"][..],
                "a `Book` with this `isbn` is there already (unique constraint `isbn-13`)",
            ),
        ),
        (
            UniqueViolation,
            "Duplicate entry '1-1' for key 'books.shelf_2'",
            (
                Unique,
                &["shelf", "place"],
                "a `Book` with this `shelf` and `place` is there already (unique constraint \
                 `shelf_2`)",
            ),
        ),
        (
            UniqueViolation,
            "Duplicate entry '1' for key 'PRIMARY'",
            (
                Unique,
                &["id"],
                "a `Book` with this `id` is there already (unique constraint `PRIMARY`)",
            ),
        ),
        (
            UniqueViolation,
            "Duplicate entry '1' for key 'cover_id'",
            (
                Unique,
                &["cover_id"],
                "a `Book` with this `cover_id` is there already (unique constraint `cover_id`)",
            ),
        ),
        (
            UniqueViolation,
            "Duplicate entry '1' for key 'log.PRIMARY'",
            (
                Unique,
                &[],
                "a write of `Book` breaks a unique constraint `PRIMARY` of table `log`",
            ),
        ),
        (
            NotNullViolation,
            "Column 'title' cannot be null",
            (NotNull, &["title"], "`Book.title` must not be NULL"),
        ),
        (
            NotNullViolation,
            "Field 'title' doesn't have a default value",
            (NotNull, &["title"], "`Book.title` must not be NULL"),
        ),
        (
            Unknown,
            "CONSTRAINT `books.price` failed for `shop`.`books`",
            (
                Check,
                &["price"],
                "`Book.price` breaks the check `books.price`",
            ),
        ),
        (
            CheckViolation,
            "Check constraint 'price_positive' is violated.",
            (Check, &[], "`Book` breaks the check `price_positive`"),
        ),
        (
            ForeignKeyViolation,
            "Cannot add or update a child row: a foreign key constraint fails (`shop`.`books`, \
             CONSTRAINT `books_ibfk_1` FOREIGN KEY (`author_id`) REFERENCES `authors` (`id`))",
            (
                ForeignKey,
                &["author_id"],
                "`Book.author_id` points at no row (foreign key `books_ibfk_1`)",
            ),
        ),
        (
            ForeignKeyViolation,
            "Cannot delete or update a parent row: a foreign key constraint fails \
             (`shop`.`sales`, CONSTRAINT `of_book` FOREIGN KEY (`book_id`) REFERENCES `books` (`id`))",
            (
                ForeignKey,
                &[],
                "rows of table `sales` still point at this `Book` (foreign key `of_book`)",
            ),
        ),
        (
            ForeignKeyViolation,
            "Cannot delete or update a parent row: a foreign key constraint fails",
            (ForeignKey, &[], "rows still point at this `Book`"),
        ),
        (
            Unknown,
            "Data too long for column 'title' at row 1",
            (TooLong, &["title"], "a value is too long for `Book.title`"),
        ),
        (
            Unknown,
            "Out of range value for column 'price' at row 1",
            (
                OutOfRange,
                &["price"],
                "a number is out of the range of `Book.price`",
            ),
        ),
        (
            Unknown,
            "BIGINT value is out of range in '`shop`.`books`.`price` + 1'",
            (
                OutOfRange,
                &[],
                "a number is out of the range of a field of `Book`",
            ),
        ),
    ] {
        assert_said(kind, text, expected);
    }
}

#[test]
fn names_in_quotes_of_two_kinds() {
    let said = r#"Cannot add or update a child row: a foreign key constraint fails ("shop"."books", CONSTRAINT "a""b" FOREIGN KEY ("author_id", "shelf") REFERENCES "authors" ("id", "x"))"#;
    let found = broken(ForeignKeyViolation, said.to_owned());
    assert_eq!(found.fields, ["author_id", "shelf"]);
    assert_eq!(found.constraint.as_deref(), Some("a\"b"));
    assert_eq!(
        found.to_string(),
        "`author_id` and `shelf` of `Book` point at no row (foreign key `a\"b`)"
    );
}

#[test]
fn words_of_another_language_leave_the_kind() {
    assert_said(
        UniqueViolation,
        "Doppelter Eintrag 'x' für Schlüssel 'isbn'",
        (Unique, &[], "such a `Book` is there already"),
    );
}

#[test]
fn other_errors_stay_what_they_are() {
    for (kind, text) in [
        (Unknown, "Deadlock found when trying to get lock"),
        (SerializationFailure, "could not serialize access"),
    ] {
        let error = violation(DatabaseError(kind, Box::new(text.to_owned())), &BOOK);
        assert!(matches!(error, Error::Database(_)), "{error:?}");
    }
    let error = violation(diesel::result::Error::NotFound, &BOOK);
    assert!(matches!(error, Error::Database(_)), "{error:?}");
}

#[test]
fn diesels_error_is_kept() {
    use std::error::Error as _;
    let said = "UNIQUE constraint failed: books.id";
    let error = || {
        violation(
            DatabaseError(UniqueViolation, Box::new(said.to_owned())),
            &BOOK,
        )
    };
    let source = error().source().map(ToString::to_string);
    assert_eq!(source.as_deref(), Some(said));
    match diesel::result::Error::from(error()) {
        DatabaseError(UniqueViolation, about) => assert_eq!(about.message(), said),
        other => panic!("{other:?}"),
    }
}
