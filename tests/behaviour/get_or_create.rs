//! `get_or_create` and `update_or_create`: the row of a unique key, whoever was faster.

use orm_core::Error;
use orm_core::error::ViolationKind;
use orm_core::prelude::*;

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "labels", unique(shelf, place), version = version, new(Clone))]
pub struct Label {
    pub id: i32,
    #[model(unique)]
    pub name: String,
    pub color: String,
    pub shelf: i32,
    pub place: i32,
    #[model(default = 1)]
    pub uses: i32,
    pub note: Option<String>,
    #[model(auto_now)]
    pub changed: chrono::NaiveDateTime,
    #[model(default = 1)]
    pub version: i32,
}

fn labels() -> Conn {
    let id = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    database(&format!(
        "CREATE TABLE labels (id {id}, name KEYTEXT NOT NULL UNIQUE, color TEXT NOT NULL,
            shelf INTEGER NOT NULL, place INTEGER NOT NULL, uses INTEGER NOT NULL, note TEXT,
            changed TIMESTAMP NOT NULL, version INTEGER NOT NULL, UNIQUE (shelf, place));"
    ))
}

#[test]
fn it_creates_once_and_then_gets() {
    let conn = &mut labels();
    let queries = on(2, 2, 3);
    let first = assert_num_queries!(conn, queries, {
        let red = queryset!(Label.get_or_create(name = "rust").defaults(
            color = "red",
            shelf = 1,
            place = 1
        ));
        red.run(conn).unwrap()
    });
    assert!(first.1);
    assert_eq!((first.0.color.as_str(), first.0.uses), ("red", 1));
    let again = assert_num_queries!(conn, 1, {
        let blue = queryset!(Label.get_or_create(name = "rust").defaults(
            color = "blue",
            shelf = 9,
            place = 9
        ));
        blue.run(conn).unwrap()
    });
    assert!(!again.1);
    assert_eq!((again.0.id, again.0.color.as_str()), (first.0.id, "red"));
    assert_eq!(Label.count(conn).unwrap(), 1);
}

#[test]
fn keys_of_several_columns_stand_in_any_order() {
    let conn = &mut labels();
    for expected in [true, false] {
        let by_place = queryset!(
            Label
                .get_or_create(place = 4, shelf = 3)
                .defaults(name = "x", color = "red")
        );
        let (row, created) = by_place.run(conn).unwrap();
        assert_eq!((created, row.shelf, row.place), (expected, 3, 4));
    }
}

#[test]
fn it_updates_only_what_it_is_told_to() {
    let conn = &mut labels();
    let make = |uses: i32, note: &str| {
        queryset!(
            Label
                .update_or_create(name = "rust")
                .defaults(uses = uses, note = note)
                .create_defaults(color = "red", shelf = 1, place = 1)
        )
    };
    let (row, created) = make(5, "first").run(conn).unwrap();
    assert!(created);
    assert_eq!((row.uses, row.note.as_deref()), (5, Some("first")));
    queryset!(Label.filter(id == row.id).update(color = "green"))
        .run(conn)
        .unwrap();
    let queries = on(1, 1, 2);
    let (again, created) =
        assert_num_queries!(conn, queries, { make(6, "second").run(conn).unwrap() });
    assert!(!created);
    assert_eq!((again.id, again.uses), (row.id, 6));
    assert_eq!(
        (again.color.as_str(), again.note.as_deref()),
        ("green", Some("second"))
    );
    assert!(again.changed >= row.changed);
    assert_eq!((row.version, again.version), (1, 3));
    let new = NewLabel::new("rust", "blue", 1, 1);
    let set = queryset!(Label.bulk_create([new]).on_conflict(name).update(uses));
    let set = set.run(conn).unwrap();
    assert_eq!(
        (set[0].uses, set[0].version, set[0].color.as_str()),
        (1, 4, "green")
    );
    let read = Label.get(conn).unwrap();
    assert_eq!(read.into_model(), set[0].clone().into_model());
}

/// A row that another constraint forbids is not one that is there.
#[test]
fn other_constraints_are_errors() {
    let conn = &mut labels();
    let one = queryset!(Label.create(name = "one", color = "red", shelf = 1, place = 1));
    one.run(conn).unwrap();
    let other = queryset!(Label.get_or_create(name = "two").defaults(
        color = "red",
        shelf = 1,
        place = 1
    ));
    match other.run(conn).wait() {
        Err(Error::Violation(violation)) => assert_eq!(violation.kind, ViolationKind::Unique),
        other => panic!("{other:?}"),
    }
    assert_eq!(Label.count(conn).unwrap(), 1);
    // Also where the rows of one key are updated, and another key forbids one of them.
    let new = |name: &str, place| NewLabel {
        uses: 9,
        ..NewLabel::new(name, "blue", 1, place)
    };
    let rows = || [new("two", 2), new("three", 1)];
    let set = || queryset!(Label.bulk_create(rows()).on_conflict(name).update(uses));
    let refused = |error: Option<Error>| match error {
        Some(Error::Violation(violation)) => assert_eq!(violation.kind, ViolationKind::Unique),
        other => panic!("{other:?}"),
    };
    refused(set().run(conn).wait().err());
    refused(set().count_only().run(conn).wait().err());
    let read = Label.get(conn).unwrap();
    assert_eq!((read.name.as_str(), read.uses), ("one", 1));
    // Each row counts once, also one that is there.
    let rows = [new("one", 1), new("two", 2), new("three", 3)];
    let set = queryset!(Label.bulk_create(rows).on_conflict(name).update(uses)).count_only();
    assert_eq!(set.run(conn).unwrap(), 3);
    assert_eq!(queryset!(Label.filter(uses == 9)).count(conn).unwrap(), 3);
}

#[test]
fn inside_a_transaction_the_rest_of_it_stays() {
    let conn = &mut labels();
    let done: Result<(), Error> = transaction(conn, |conn| {
        let (_, created) = queryset!(Label.get_or_create(name = "a").defaults(
            color = "red",
            shelf = 1,
            place = 1
        ))
        .run(conn)
        .wait()?;
        assert!(created);
        let (_, created) = queryset!(Label.get_or_create(name = "a").defaults(
            color = "red",
            shelf = 2,
            place = 2
        ))
        .run(conn)
        .wait()?;
        assert!(!created);
        Ok(())
    });
    done.unwrap();
    assert_eq!(Label.count(conn).unwrap(), 1);
}
