//! What goes wrong at run time, and how it travels through Diesel's own errors.

use orm_core::Error;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "visits", ordering(id), has_many(pages = Page::visit))]
pub struct Visit {
    pub id: i32,
    pub day: chrono::NaiveDate,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "pages", ordering(id))]
pub struct Page {
    pub id: i32,
    pub url: String,
    #[model(foreign_key = Visit)]
    pub visit_id: i32,
}

/// Tables without the types that the models promise, and a day that is none.
fn sloppy() -> Conn {
    let soon = on("soon", "infinity", "0000-00-00");
    // MySQL 8 refuses such a day, and older data holds it.
    let allowed = on(
        "",
        "",
        "SET sql_mode = REPLACE(@@sql_mode, 'NO_ZERO_DATE', '');",
    );
    database(&format!(
        "{allowed}
         CREATE TABLE visits (id INTEGER PRIMARY KEY, day DATE);
         CREATE TABLE pages (id INTEGER PRIMARY KEY, url TEXT, visit_id INTEGER NOT NULL);
         INSERT INTO visits VALUES (1, '2024-05-06'), (2, '{soon}'), (3, NULL);
         INSERT INTO pages VALUES (1, '/', 1), (2, '/a', 2), (3, NULL, 1);",
    ))
}

fn field<T>(result: impl Wait<Out = orm_core::Result<T>>) -> (&'static str, &'static str) {
    match result.wait().err().expect("it does not fit") {
        Error::Field { model, field, .. } => (model, field),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_value_that_does_not_fit_names_model_and_field() {
    let conn = &mut sloppy();
    assert_eq!(field(Visit.load(conn)), ("Visit", "day"));
    assert_eq!(
        field(queryset!(Visit.filter(id == 2)).get(conn)),
        ("Visit", "day")
    );
    assert_eq!(
        field(queryset!(Visit.filter(id == 3)).get(conn)),
        ("Visit", "day"),
        "a NULL where none may be"
    );
    assert_eq!(
        field(queryset!(Page.filter(id == 3)).first(conn)),
        ("Page", "url")
    );
    // Where the row came by a JOIN, and by a batched query.
    assert_eq!(
        field(queryset!(Page.filter(id == 2).select_related(visit)).load(conn)),
        ("Visit", "day")
    );
    assert_eq!(
        field(queryset!(Page.filter(id == 2).prefetch_related(visit)).load(conn)),
        ("Visit", "day")
    );
    assert_eq!(
        field(queryset!(Visit.filter(id == 1).prefetch_related(pages)).load(conn)),
        ("Page", "url")
    );
    assert_eq!(
        field(each(Page.iterator(conn)).collect::<Result<Vec<_>, _>>()),
        ("Page", "url")
    );
    let text = queryset!(Visit.filter(id == 2))
        .get(conn)
        .unwrap_err()
        .to_string();
    assert!(
        text.starts_with("column of `Visit.day` cannot be read: "),
        "{text}"
    );
}

#[test]
fn what_the_database_says_is_kept() {
    let conn = &mut connect();
    let lost = Visit.load(conn).unwrap_err();
    assert!(matches!(lost, Error::Database(_)));
    assert!(lost.to_string().contains("visits"), "{lost}");
    assert!(std::error::Error::source(&lost).is_some());
    assert!(matches!(Visit.count(conn).wait(), Err(Error::Database(_))));
    assert!(matches!(Visit.exists(conn).wait(), Err(Error::Database(_))));
    assert!(matches!(
        Visit.in_bulk([1], conn).wait(),
        Err(Error::Database(_))
    ));
    assert!(matches!(
        Visit.chunks(1, conn).wait(),
        Err(Error::Database(_))
    ));
    let lost = &mut database("CREATE TABLE visits (id INTEGER PRIMARY KEY, day DATE)");
    run(lost, "INSERT INTO visits VALUES (1, '2024-05-06')");
    assert!(matches!(
        queryset!(Visit.prefetch_related(pages)).load(lost).wait(),
        Err(Error::Database(_))
    ));
}

#[test]
fn the_question_mark_works_in_a_transaction_both_ways() {
    let conn = &mut sloppy();
    let ours: Result<i32, Error> = transaction(conn, |conn| {
        run(conn, "INSERT INTO visits VALUES (9, '2024-01-01')");
        Ok(queryset!(Visit.filter(id == 100)).get(conn).wait()?.id)
    });
    assert!(matches!(ours, Err(Error::DoesNotExist { model: "Visit" })));
    assert_eq!(
        queryset!(Visit.filter(id == 9)).count(conn).unwrap(),
        0,
        "it was rolled back"
    );
    let diesels: Result<i32, diesel::result::Error> = transaction(conn, |conn| {
        Ok(queryset!(Visit.filter(id == 100)).get(conn).wait()?.id)
    });
    assert_eq!(diesels, Err(diesel::result::Error::NotFound));
    let committed: Result<i64, Error> = transaction(conn, |conn| {
        run(conn, "INSERT INTO visits VALUES (9, '2024-01-01')");
        Visit.count(conn).wait()
    });
    assert_eq!(committed.unwrap(), 4);
}

#[test]
fn errors_come_back_from_diesel_s_as_themselves() {
    let conn = &mut sloppy();
    let through = |error: Error| Error::from(diesel::result::Error::from(error));
    let unfit = through(Visit.load(conn).unwrap_err());
    assert!(matches!(
        unfit,
        Error::Field {
            model: "Visit",
            field: "day",
            ..
        }
    ));
    let bad = -1;
    let slice = through(queryset!(Visit[..bad]).load(conn).unwrap_err());
    assert!(matches!(slice, Error::Slice { model: "Visit" }));
    let database = through(Error::Database(diesel::result::Error::RollbackTransaction));
    assert!(matches!(
        database,
        Error::Database(diesel::result::Error::RollbackTransaction)
    ));
    fn box_it() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Err(Error::DoesNotExist { model: "Visit" })?
    }
    assert!(box_it().is_err());
}
