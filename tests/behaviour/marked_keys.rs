//! Rows that are marked as deleted: their unique keys stay taken, and their hooks were called.

use orm_core::Error;
use orm_core::error::ViolationKind;
use orm_core::prelude::*;

use crate::driver::{done, hooks};
use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "handles", soft_delete = deleted_at, hooks(delete), new(Debug, Clone))]
pub struct Handle {
    pub id: i32,
    #[model(unique)]
    pub name: String,
    #[model(unique)]
    pub code: Option<i32>,
    #[model(default = 0)]
    pub uses: i32,
    pub deleted_at: Option<chrono::NaiveDateTime>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "farewells")]
pub struct Farewell {
    pub id: i32,
    pub name: String,
}

hooks! { Handle: after_delete(row: &Handle, conn) {
    let name = row.name.clone();
    done!(queryset!(Farewell.create(name = name)).run(conn))?;
    Ok(())
} }

fn handles() -> Conn {
    let id = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    let moment = on("TIMESTAMP", "TIMESTAMP", "DATETIME(6)");
    let mut conn = database(&format!(
        "CREATE TABLE handles (id {id}, name KEYTEXT NOT NULL UNIQUE, code INTEGER UNIQUE,
            uses INTEGER NOT NULL, deleted_at {moment});
         CREATE TABLE farewells (id {id}, name KEYTEXT NOT NULL);"
    ));
    let new = ["a", "b", "c"].map(NewHandle::new);
    Handle.bulk_create(new).run(&mut conn).unwrap();
    conn
}

/// It is not there for anybody, so it is not given, and not updated; and another cannot be made.
#[test]
fn a_marked_row_is_not_there_and_its_key_is_taken() {
    let conn = &mut handles();
    let a = &queryset!(Handle.filter(name == "a")).get(conn).unwrap();
    assert_eq!(queryset!(a.delete()).run(conn).unwrap().total(), 1);
    let got = queryset!(Handle.get_or_create(name = "a")).run(conn).wait();
    let updated = queryset!(Handle.update_or_create(name = "a").defaults(uses = 5));
    let updated = updated.run(conn).wait();
    for result in [got, updated] {
        match result {
            Err(Error::Violation(violation)) => {
                assert_eq!(
                    (violation.kind, violation.model),
                    (ViolationKind::Unique, "Handle")
                );
                assert_eq!(violation.fields, ["name"]);
            }
            other => panic!("{other:?}"),
        }
    }
    let a = queryset!(Handle.with_deleted().filter(name == "a"));
    assert_eq!(a.get(conn).unwrap().uses, 0);
    // Another one is there.
    let (b, created) = queryset!(Handle.get_or_create(name = "b"))
        .run(conn)
        .unwrap();
    assert_eq!((b.name.as_str(), created), ("b", false));
}

/// NULL is no row's key.
#[test]
fn a_key_that_is_null_finds_no_row() {
    let conn = &mut handles();
    for name in ["d", "e"] {
        let got = queryset!(Handle.get_or_create(code = None).defaults(name = name));
        assert!(got.run(conn).unwrap().1);
    }
    assert_eq!(Handle.count(conn).unwrap(), 5);
}

#[test]
fn hooks_are_called_once_for_each_row() {
    let conn = &mut handles();
    let said = queryset!(Farewell.order_by(id).values_list(name));
    let a = &queryset!(Handle.filter(name == "a")).get(conn).unwrap();
    for total in [1, 0] {
        assert_eq!(queryset!(a.delete()).run(conn).unwrap().total(), total);
        assert_eq!(said.load(conn).unwrap(), ["a"]);
    }
    for total in [2, 0] {
        let all = queryset!(Handle.with_deleted().all().delete());
        assert_eq!(all.run(conn).unwrap().total(), total);
        assert_eq!(said.load(conn).unwrap(), ["a", "b", "c"]);
    }
    // They are there until they are deleted for good.
    assert_eq!(queryset!(a.hard_delete()).run(conn).unwrap().total(), 1);
    assert_eq!(said.load(conn).unwrap(), ["a", "b", "c", "a"]);
}
