//! Hooks: what a model does around each write of its rows, in the same transaction.

use orm_core::Error;
use orm_core::prelude::*;

use crate::driver::{done, hooks};
use crate::support::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "papers", hooks(insert, update, delete))]
pub struct Paper {
    pub id: i32,
    #[model(unique)]
    pub title: String,
    pub words: i32,
    pub slug: Option<String>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "logs", new(Debug))]
pub struct Log {
    pub id: i32,
    pub text: String,
}

hooks! { Paper:
    before_insert(new: &mut NewPaper, conn) {
        if new.words < 0 {
            return Err(format!("{} has no words", new.title).into());
        }
        new.slug = Some(new.title.to_lowercase());
        let text = format!("before insert {}", new.title);
        done!(queryset!(Log.create(text = text)).run(conn))?;
        Ok(())
    }
    after_insert(row: &Paper, conn) {
        let text = format!("after insert {} {}", row.id, row.title);
        done!(queryset!(Log.create(text = text)).run(conn))?;
        Ok(())
    }
    before_update(row: &Paper, conn) {
        if row.title == "Fixed" {
            return Err("this one is never changed".into());
        }
        let text = format!("before update {} {}", row.title, row.words);
        done!(queryset!(Log.create(text = text)).run(conn))?;
        Ok(())
    }
    after_update(row: &Paper, conn) {
        let text = format!("after update {} {}", row.title, row.words);
        done!(queryset!(Log.create(text = text)).run(conn))?;
        Ok(())
    }
    before_delete(row: &Paper, conn) {
        if row.title == "Fixed" {
            return Err(Error::DoesNotExist { model: "Permission" }.into());
        }
        let text = format!("before delete {}", row.title);
        done!(queryset!(Log.create(text = text)).run(conn))?;
        Ok(())
    }
    after_delete(row: &Paper, conn) {
        let text = format!("after delete {}", row.title);
        done!(queryset!(Log.create(text = text)).run(conn))?;
        Ok(())
    }
}

fn papers() -> Conn {
    let id = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    database(&format!(
        "CREATE TABLE papers (id {id}, title KEYTEXT NOT NULL UNIQUE, words INTEGER NOT NULL, slug TEXT);
         CREATE TABLE logs (id {id}, text TEXT NOT NULL);"
    ))
}

/// What was logged since the last look.
fn logged(conn: &mut Conn) -> Vec<String> {
    let texts = queryset!(Log.order_by(id).values_list(text));
    let texts = texts.load(conn).unwrap();
    queryset!(Log.all().delete()).run(conn).unwrap();
    texts
}

#[test]
fn they_are_called_around_the_creation_of_a_row() {
    let conn = &mut papers();
    let paper = queryset!(Paper.create(title = "One", words = 5))
        .run(conn)
        .unwrap();
    assert_eq!(paper.slug.as_deref(), Some("one"));
    assert_eq!(logged(conn), ["before insert One", "after insert 1 One"]);
    let (_, created) = queryset!(Paper.get_or_create(title = "Two").defaults(words = 1))
        .run(conn)
        .unwrap();
    assert!(created);
    assert_eq!(logged(conn), ["before insert Two", "after insert 2 Two"]);
}

#[test]
fn they_are_called_for_each_row_of_a_bulk() {
    let conn = &mut papers();
    let new = || ["A", "B"].map(|title| NewPaper::new(title, 3));
    let papers = Paper.bulk_create(new()).run(conn).unwrap();
    assert_eq!(papers[1].slug.as_deref(), Some("b"));
    assert_eq!(
        logged(conn),
        [
            "before insert A",
            "before insert B",
            "after insert 1 A",
            "after insert 2 B"
        ]
    );
    let more = ["C", "D"].map(|title| NewPaper::new(title, 3));
    let count = Paper
        .bulk_create(more)
        .without_hooks()
        .count_only()
        .run(conn)
        .unwrap();
    assert_eq!((count, logged(conn).len()), (2, 0));
    // Of rows that are left out, only the first is called.
    let kept = queryset!(Paper.bulk_create(new()).on_conflict(title).ignore())
        .run(conn)
        .unwrap();
    assert_eq!(kept.ignored, [0, 1]);
    assert_eq!(logged(conn), ["before insert A", "before insert B"]);
}

#[test]
fn they_are_called_for_each_row_of_a_queryset() {
    let conn = &mut papers();
    let new = ["A", "B", "C"].map(|title| NewPaper::new(title, 3));
    Paper.bulk_create(new).without_hooks().run(conn).unwrap();
    let more = queryset!(Paper.filter(title != "C").update(words = F(words) + 1));
    assert_eq!(more.run(conn).unwrap(), 2);
    let mut said = logged(conn);
    said.sort();
    assert_eq!(
        said,
        [
            "after update A 4",
            "after update B 4",
            "before update A 3",
            "before update B 3"
        ]
    );
    let paper = queryset!(Paper.filter(title == "C")).get(conn).unwrap();
    let paper = queryset!(paper.update(words = 9)).run(conn).unwrap();
    assert_eq!(logged(conn), ["before update C 3", "after update C 9"]);
    queryset!(paper.delete()).run(conn).unwrap();
    assert_eq!(logged(conn), ["before delete C", "after delete C"]);
    let deleted = queryset!(Paper.filter(words > 0).delete())
        .run(conn)
        .unwrap();
    assert_eq!((deleted.total(), logged(conn).len()), (2, 4));
}

#[test]
fn a_hook_that_refuses_undoes_all_of_it() {
    let conn = &mut papers();
    let new = [NewPaper::new("A", 3), NewPaper::new("B", -1)];
    let refused = Paper.bulk_create(new).run(conn).err().unwrap();
    assert!(matches!(refused, Error::Hook(_)), "{refused:?}");
    assert_eq!(refused.to_string(), "B has no words");
    assert_eq!((Paper.count(conn).unwrap(), logged(conn).len()), (0, 0));

    let new = ["A", "Fixed"].map(|title| NewPaper::new(title, 3));
    Paper.bulk_create(new).without_hooks().run(conn).unwrap();
    let refused = queryset!(Paper.all().update(words = 1))
        .run(conn)
        .err()
        .unwrap();
    assert!(matches!(refused, Error::Hook(_)), "{refused:?}");
    // An error of ours stays one.
    let refused = queryset!(Paper.all().delete()).run(conn).err().unwrap();
    assert!(
        matches!(
            refused,
            Error::DoesNotExist {
                model: "Permission"
            }
        ),
        "{refused:?}"
    );
    assert_eq!(queryset!(Paper.filter(words == 3)).count(conn).unwrap(), 2);
    assert_eq!(logged(conn).len(), 0);
}

/// A row that the database refuses afterwards: what the hook wrote before is gone as well.
#[test]
fn what_a_hook_wrote_shares_the_fate_of_the_write() {
    let conn = &mut papers();
    let one = || queryset!(Paper.create(title = "One", words = 5));
    one().run(conn).unwrap();
    logged(conn);
    assert!(one().run(conn).is_err());
    assert_eq!(logged(conn).len(), 0);
    let outer: Result<(), Error> = transaction(conn, |conn| {
        queryset!(Paper.create(title = "Two", words = 5))
            .run(conn)
            .wait()?;
        Err(Error::NoTransaction)
    });
    assert!(outer.is_err());
    assert_eq!((Paper.count(conn).unwrap(), logged(conn).len()), (1, 0));
}

/// Whether the row is there decides which hooks are called.
#[test]
fn of_a_row_that_is_there_those_of_an_update_are_called() {
    let conn = &mut papers();
    let upsert = |title: &'static str, words: i32| {
        queryset!(
            Paper
                .update_or_create(title = title)
                .defaults(words = words)
        )
    };
    assert!(upsert("One", 1).run(conn).unwrap().1);
    assert_eq!(logged(conn), ["before insert One", "after insert 1 One"]);
    let (paper, created) = upsert("One", 2).run(conn).unwrap();
    assert_eq!((paper.words, created), (2, false));
    assert_eq!(logged(conn), ["before update One 1", "after update One 2"]);
    let get = queryset!(Paper.get_or_create(title = "One").defaults(words = 7));
    assert!(!get.run(conn).unwrap().1);
    assert_eq!(logged(conn).len(), 0);

    let new = [("Two", 5), ("One", 6)].map(|(title, words)| NewPaper::new(title, words));
    let set = queryset!(Paper.bulk_create(new).on_conflict(title).update(words));
    assert_eq!(set.run(conn).unwrap()[1].words, 6);
    let said = logged(conn);
    assert_eq!(said[..2], ["before insert Two", "before update One 2"]);
    assert!(said[2].starts_with("after insert") && said[2].ends_with(" Two"));
    assert_eq!(said[3..], ["after update One 6"]);

    // A hook that refuses the update undoes all of it.
    let fixed = [NewPaper::new("Fixed", 3)];
    Paper.bulk_create(fixed).without_hooks().run(conn).unwrap();
    assert!(upsert("Fixed", 4).run(conn).wait().is_err());
    let new = || [("Three", 5), ("Fixed", 6)].map(|(title, words)| NewPaper::new(title, words));
    let set = || queryset!(Paper.bulk_create(new()).on_conflict(title).update(words));
    assert!(set().run(conn).wait().is_err());
    assert_eq!((Paper.count(conn).unwrap(), logged(conn).len()), (3, 0));
    let both = set().without_hooks().run(conn).unwrap();
    assert_eq!(both[1].words, 6);
    assert_eq!((Paper.count(conn).unwrap(), logged(conn).len()), (4, 0));
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(
    table = "folders",
    has_many(notes = Note::folder, drafts = Draft::folder, inner = Folder::parent),
    many_to_many(labels = Label, through = Sticker),
    hooks(delete)
)]
pub struct Folder {
    pub id: i32,
    #[model(foreign_key = Folder, on_delete = "cascade")]
    pub parent_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "notes", hooks(delete))]
pub struct Note {
    pub id: i32,
    #[model(foreign_key = Folder, on_delete = "cascade")]
    pub folder_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "drafts", hooks(update))]
pub struct Draft {
    pub id: i32,
    #[model(foreign_key = Folder, on_delete = "set_null")]
    pub folder_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "labels")]
pub struct Label {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "stickers", unique(folder_id, label_id), hooks(insert))]
pub struct Sticker {
    pub id: i32,
    #[model(foreign_key = Folder)]
    pub folder_id: i32,
    #[model(foreign_key = Label)]
    pub label_id: i32,
}

hooks! { Folder: after_delete(row: &Folder, conn) {
    let text = format!("folder {}", row.id);
    done!(queryset!(Log.create(text = text)).run(conn))?;
    Ok(())
} }
hooks! { Note: after_delete(row: &Note, conn) {
    let text = format!("note {}", row.id);
    done!(queryset!(Log.create(text = text)).run(conn))?;
    Ok(())
} }
hooks! { Draft: after_update(row: &Draft, conn) {
    let text = format!("draft {}", row.id);
    done!(queryset!(Log.create(text = text)).run(conn))?;
    Ok(())
} }
hooks! { Sticker: }

fn folders() -> Conn {
    let id = on(
        "INTEGER PRIMARY KEY",
        "SERIAL PRIMARY KEY",
        "INTEGER PRIMARY KEY AUTO_INCREMENT",
    );
    database(&format!(
        "CREATE TABLE folders (id {id}, parent_id INTEGER);
         CREATE TABLE notes (id {id}, folder_id INTEGER NOT NULL);
         CREATE TABLE drafts (id {id}, folder_id INTEGER);
         CREATE TABLE labels (id {id});
         CREATE TABLE stickers (id {id}, folder_id INTEGER NOT NULL, label_id INTEGER NOT NULL,
            UNIQUE (folder_id, label_id));
         CREATE TABLE logs (id {id}, text TEXT NOT NULL);
         INSERT INTO folders VALUES (1, NULL), (2, NULL), (3, NULL), (4, 3), (5, NULL);
         INSERT INTO notes VALUES (1, 1), (2, 1);
         INSERT INTO drafts VALUES (1, 2);
         INSERT INTO labels VALUES (1), (2);"
    ))
}

/// Rows that go with others are not loaded, so their hooks cannot be called: that is said.
#[test]
fn rows_with_hooks_do_not_go_with_others_in_silence() {
    let conn = &mut folders();
    let refused = |error: Error, named: &str| match error {
        Error::UncalledHooks { model, other } => assert_eq!((model, other), ("Folder", named)),
        other => panic!("{other:?}"),
    };
    for (folder, other) in [(1, "Note"), (2, "Draft"), (3, "Folder")] {
        let delete = queryset!(Folder.filter(id == folder).delete());
        refused(delete.run(conn).wait().unwrap_err(), other);
        let row = queryset!(Folder.filter(id == folder)).get(conn).unwrap();
        let delete = queryset!(row.delete());
        refused(delete.run(conn).wait().unwrap_err(), other);
    }
    // Nothing is gone, and no hook of the folder's own has left anything.
    assert_eq!(
        (Folder.count(conn).unwrap(), Note.count(conn).unwrap()),
        (5, 2)
    );
    assert_eq!(logged(conn).len(), 0);
    // Where nothing goes with it there is nothing to say.
    queryset!(Folder.filter(id == 5).delete())
        .run(conn)
        .unwrap();
    assert_eq!(logged(conn), ["folder 5"]);

    // Those first, each with its hooks.
    queryset!(Note.filter(folder_id == 1).delete())
        .run(conn)
        .unwrap();
    queryset!(Folder.filter(id == 1).delete())
        .run(conn)
        .unwrap();
    let mut said = logged(conn);
    said.sort();
    assert_eq!(said, ["folder 1", "note 1", "note 2"]);

    // Or without any.
    let deleted = queryset!(Folder.filter(id > 1).delete()).without_hooks();
    assert_eq!(deleted.run(conn).unwrap().of::<Folder>(), 3);
    assert_eq!((Draft.count(conn).unwrap(), logged(conn).len()), (1, 0));
}

/// Nobody whose foreign key would be emptied is left.
#[test]
fn rows_that_go_themselves_are_not_changed() {
    let conn = &mut people();
    queryset!(Person.filter(id != 3).delete())
        .run(conn)
        .unwrap();
    assert_eq!(Person.count(conn).unwrap(), 1);
    let conn = &mut people();
    match queryset!(Person.filter(id == 2).delete()).run(conn).wait() {
        Err(Error::UncalledHooks { model, other }) => {
            assert_eq!((model, other), ("Person", "Person"))
        }
        other => panic!("{other:?}"),
    }
    queryset!(Person.all().delete()).run(conn).unwrap();
    assert_eq!(Person.count(conn).unwrap(), 0);
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "people", has_many(staff = Person::boss), hooks(update))]
pub struct Person {
    pub id: i32,
    #[model(foreign_key = Person, on_delete = "set_null")]
    pub boss_id: Option<i32>,
}
hooks! { Person: }

fn people() -> Conn {
    database(
        "CREATE TABLE people (id INTEGER PRIMARY KEY, boss_id INTEGER);
         INSERT INTO people VALUES (1, NULL), (2, 1), (3, NULL), (4, 2);",
    )
}

#[test]
fn links_whose_model_has_hooks_are_written_without_them() {
    let conn = &mut folders();
    let folder = queryset!(Folder.filter(id == 1)).get(conn).unwrap();
    let add = queryset!(folder.labels.add([1, 2])).without_hooks();
    assert_eq!(add.run(conn).unwrap().added, 2);
    let set = queryset!(folder.labels.set([2])).without_hooks();
    assert_eq!(set.run(conn).unwrap().removed, 1);
}
