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
