//! `on_delete = "protect"`: rows stand in the way also where they go themselves, which
//! `"restrict"` lets go.

use orm_core::prelude::*;
use orm_core::write::Fate;
use orm_core::{Error, Restriction};

use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "labels",
    has_many(albums = Disc::label, songs = Tune::label, covers = Cover::label)
)]
pub struct Label {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "discs", has_many(songs = Tune::disc, covers = Cover::disc))]
pub struct Disc {
    pub id: i32,
    #[model(foreign_key = Label, on_delete = "cascade")]
    pub label_id: i32,
}

/// Goes with its label, and holds its disc unless it does.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tunes")]
pub struct Tune {
    pub id: i32,
    #[model(foreign_key = Label, on_delete = "cascade")]
    pub label_id: i32,
    #[model(foreign_key = Disc, on_delete = "restrict")]
    pub disc_id: i32,
}

/// Goes with its label, and holds its disc even so.
#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "covers")]
pub struct Cover {
    pub id: i32,
    #[model(foreign_key = Label, on_delete = "cascade")]
    pub label_id: i32,
    #[model(foreign_key = Disc, on_delete = "protect")]
    pub disc_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "folders", has_many(children = Folder::parent))]
pub struct Folder {
    pub id: i32,
    #[model(foreign_key = Self, on_delete = "protect")]
    pub parent_id: Option<i32>,
}

/// Constraints stand in the database too, so that a wrong order is an error there.
fn labels() -> Conn {
    database(
        "CREATE TABLE labels (id INTEGER PRIMARY KEY);
         CREATE TABLE discs (id INTEGER PRIMARY KEY, label_id INTEGER NOT NULL,
            FOREIGN KEY (label_id) REFERENCES labels (id));
         CREATE TABLE tunes (id INTEGER PRIMARY KEY, label_id INTEGER NOT NULL, disc_id INTEGER NOT NULL,
            FOREIGN KEY (label_id) REFERENCES labels (id), FOREIGN KEY (disc_id) REFERENCES discs (id));
         CREATE TABLE covers (id INTEGER PRIMARY KEY, label_id INTEGER NOT NULL, disc_id INTEGER NOT NULL,
            FOREIGN KEY (label_id) REFERENCES labels (id), FOREIGN KEY (disc_id) REFERENCES discs (id));
         CREATE TABLE folders (id INTEGER PRIMARY KEY, parent_id INTEGER);
         INSERT INTO labels VALUES (1), (2);
         INSERT INTO discs VALUES (1, 1), (2, 1), (3, 2);
         INSERT INTO tunes VALUES (1, 1, 1), (2, 1, 2), (3, 2, 3);
         INSERT INTO covers VALUES (7, 1, 1), (8, 1, 2), (9, 1, 2);
         INSERT INTO folders VALUES (1, NULL), (2, 1), (3, 2), (4, NULL);",
    )
}

fn restrictions<T: std::fmt::Debug>(result: Result<T, Error>) -> Vec<Restriction> {
    match result {
        Err(Error::Restricted { by, .. }) => by,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_restricted_goes_with_another_and_what_is_protected_does_not() {
    let conn = &mut labels();
    // Its songs go with it, and so do not hold their disc; nothing else points at that.
    let second = queryset!(Label.filter(id == 2).delete());
    assert!(!second.plan(conn).unwrap().is_restricted());
    assert_eq!(second.run(conn).unwrap().total(), 3);

    let first = queryset!(Label.filter(id == 1).delete());
    let plan = first.plan(conn).unwrap();
    let restricts: Vec<_> = plan
        .iter()
        .filter(|planned| planned.fate == Fate::Restricts)
        .map(|planned| (planned.model, planned.relation, planned.rows))
        .collect();
    assert_eq!(restricts, [("Cover", Some("disc"), 3)]);
    let by = restrictions(first.run(conn).wait());
    assert_eq!(by.len(), 1);
    assert_eq!((by[0].model, by[0].relation), ("Cover", "disc"));
    assert_eq!(
        (by[0].rows, &by[0].keys[..]),
        (3, &["7", "8", "9"].map(String::from)[..])
    );
    assert_eq!(
        (Label.count(conn).unwrap(), Tune.count(conn).unwrap()),
        (1, 2)
    );

    // Gone by themselves before, they are in nobody's way.
    queryset!(Cover.all().delete()).run(conn).unwrap();
    assert_eq!(first.run(conn).unwrap().total(), 5);
}

#[test]
fn both_hold_rows_that_go_alone() {
    let conn = &mut labels();
    let disc = queryset!(Disc.filter(id == 2).delete());
    let by = restrictions(disc.run(conn).wait());
    let mut by: Vec<_> = by.iter().map(|by| (by.model, by.rows)).collect();
    by.sort_unstable();
    assert_eq!(by, [("Cover", 2), ("Tune", 1)]);
}

#[test]
fn rows_hold_each_other_where_they_are_deleted_together() {
    let conn = &mut labels();
    let tree = queryset!(Folder.filter(id <= 3).delete());
    let by = restrictions(tree.run(conn).wait());
    assert_eq!(
        (by[0].rows, &by[0].keys[..]),
        (2, &["2", "3"].map(String::from)[..])
    );
    // From the leaves up.
    for key in [3, 2, 1] {
        let one = queryset!(Folder.filter(id == key).delete());
        assert_eq!(one.run(conn).unwrap().total(), 1);
    }
    assert_eq!(Folder.count(conn).unwrap(), 1);
}
