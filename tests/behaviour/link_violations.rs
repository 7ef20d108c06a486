//! Constraints that a write of links breaks: violations of the link model.

use orm_core::Error;
use orm_core::backend::Dialect;
use orm_core::error::{Violation, ViolationKind};
use orm_core::prelude::*;
use orm_core::write::Linked;

use crate::support::*;

fn changed(added: usize, removed: usize) -> Linked {
    Linked { added, removed }
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "charts", many_to_many(songs = Song, through = Place))]
pub struct Chart {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "songs")]
pub struct Song {
    #[model(primary_key)]
    pub name: String,
}

/// A link model with a unique key besides the one over both sides.
#[allow(clippy::duplicated_attributes)] // a column of both keys
#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "places",
    unique(chart_id, song_name),
    unique(position, chart_id)
)]
pub struct Place {
    pub id: i32,
    #[model(foreign_key = Chart)]
    pub chart_id: i32,
    #[model(foreign_key = Song, relation = "song")]
    pub song_name: String,
    #[model(check = "position > 0")]
    pub position: i32,
}

/// A chart, and in its first place the song `a`. Names that differ in letter case alone are the
/// same, but on PostgreSQL.
fn charts() -> Conn {
    let serial = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    let name = on(
        "TEXT COLLATE NOCASE",
        "TEXT",
        "VARCHAR(20) COLLATE utf8mb4_general_ci",
    );
    database(&format!(
        "CREATE TABLE charts (id INTEGER PRIMARY KEY);
         CREATE TABLE songs (name {name} PRIMARY KEY);
         CREATE TABLE places (id {serial}, chart_id INTEGER NOT NULL REFERENCES charts (id),
            song_name {name} NOT NULL REFERENCES songs (name), position INTEGER NOT NULL CHECK (position > 0),
            UNIQUE (chart_id, song_name), UNIQUE (position, chart_id));
         CREATE TABLE remarks (place_id INTEGER NOT NULL REFERENCES places (id));
         INSERT INTO charts VALUES (1);
         INSERT INTO songs VALUES ('a'), ('b'), ('c');
         INSERT INTO places (chart_id, song_name, position) VALUES (1, 'a', 1);"
    ))
}

/// The violation that this write is.
macro_rules! broken {
    ($write:expr, $conn:expr) => {
        match queryset!($write).run($conn).wait() {
            Err(Error::Violation(violation)) => *violation,
            other => panic!("{other:?}"),
        }
    };
}

#[track_caller]
fn assert_broken(found: &Violation, kind: ViolationKind, fields: &[&'static str]) {
    assert_eq!(
        (found.kind, found.model, found.fields.as_slice()),
        (kind, "Place", fields),
        "{found:?}"
    );
}

#[test]
fn a_key_that_no_row_has() {
    let conn = &mut charts();
    let chart = Chart { id: 1 };
    // SQLite does not tell which one.
    let fields: &[&str] = on(&[], &["song_name"], &["song_name"]);
    for found in [
        broken!(chart.songs.add("x", position = 2), conn),
        broken!(chart.songs.set(["a", "x"], position = 2), conn),
    ] {
        assert_broken(&found, ViolationKind::ForeignKey, fields);
    }
    // Nor is there a row to lock.
    let gone = Chart { id: 9 };
    let fields: &[&str] = on(&[], &["chart_id"], &["chart_id"]);
    let set = broken!(gone.songs.set("a", position = 1), conn);
    assert_broken(&set, ViolationKind::ForeignKey, fields);
    let clear = queryset!(gone.songs.clear());
    assert_eq!(clear.run(conn).unwrap(), Linked::default());
    assert_eq!(Place.count(conn).unwrap(), 1);
}

#[test]
fn a_conflict_with_another_unique_key_is_a_violation() {
    let conn = &mut charts();
    let chart = Chart { id: 1 };
    let places = queryset!(Place.order_by(song_name).values_list(song_name, position));
    let first = [("a".to_owned(), 1)];
    let taken = ["position", "chart_id"];
    // What is linked already keeps its place.
    let add = queryset!(chart.songs.add("a", position = 2));
    assert_eq!(add.run(conn).unwrap(), changed(0, 0));
    let add = broken!(chart.songs.add("b", position = 1), conn);
    assert_broken(&add, ViolationKind::Unique, &taken);
    // The second of them takes the place of the first, and neither is kept.
    let add = broken!(chart.songs.add(["b", "c"], position = 2), conn);
    assert_broken(&add, ViolationKind::Unique, &taken);
    let set = broken!(chart.songs.set(["b", "c"], position = 1), conn);
    assert_broken(&set, ViolationKind::Unique, &taken);
    assert_eq!(places.load(conn).unwrap(), first);
    let set = queryset!(chart.songs.set("b", position = 1));
    assert_eq!(set.run(conn).unwrap(), changed(1, 1));
    assert_eq!(places.load(conn).unwrap(), [("b".to_owned(), 1)]);
}

/// In a transaction of the user's, which goes on.
#[test]
fn a_conflict_undoes_its_own_write_alone() {
    let conn = &mut charts();
    let chart = Chart { id: 1 };
    let kept = transaction(conn, |conn| -> Result<(), Error> {
        let add = queryset!(chart.songs.add("b", position = 2));
        assert_eq!(add.run(conn).unwrap(), changed(1, 0));
        let set = broken!(chart.songs.set(["a", "c"], position = 1), conn);
        assert_broken(&set, ViolationKind::Unique, &["position", "chart_id"]);
        Ok(())
    });
    kept.unwrap();
    let names = queryset!(Place.order_by(position).values_list(song_name));
    assert_eq!(names.load(conn).unwrap(), ["a", "b"]);
}

#[test]
fn keys_that_the_database_takes_for_the_same_are_linked_once() {
    if DIALECT == Dialect::Postgres {
        return;
    }
    let conn = &mut charts();
    let chart = Chart { id: 1 };
    let add = queryset!(chart.songs.add(["B", "b"], position = 2));
    assert_eq!(add.run(conn).unwrap(), changed(1, 0));
    let set = queryset!(chart.songs.set(["A", "a"], position = 3));
    assert_eq!(set.run(conn).unwrap(), changed(0, 1));
}

#[test]
fn other_constraints_are_violations_of_the_link_model() {
    let conn = &mut charts();
    let chart = Chart { id: 1 };
    let add = broken!(chart.songs.add("b"), conn);
    assert_broken(&add, ViolationKind::NotNull, &["position"]);
    let add = broken!(chart.songs.add("b", position = 0), conn);
    assert_eq!((add.kind, add.model), (ViolationKind::Check, "Place"));
    // A row points at the link.
    run(
        conn,
        "INSERT INTO remarks SELECT id FROM places WHERE chart_id = 1;",
    );
    for found in [
        broken!(chart.songs.remove("a"), conn),
        broken!(chart.songs.clear(), conn),
        broken!(chart.songs.set("b", position = 2), conn),
    ] {
        assert_broken(&found, ViolationKind::ForeignKey, &[]);
        let table = on(None, Some("remarks"), Some("remarks"));
        assert_eq!(found.table.as_deref(), table);
    }
}
