//! Writes of several statements, on one client: a connection that is cut between them has
//! written nothing.

use std::panic::{AssertUnwindSafe, catch_unwind};

use orm_core::prelude::*;

use super::driver::{batch, establish, transaction, wait};
use super::{Conn, DATABASE};
use crate::proxy::Fault;
use crate::stage::{BOOKS, Book, Database, NewBook, SHELVES, Shelf, Stage, assert_lost};

/// Statements on every client: ten portions on PostgreSQL, and over a thousand on MySQL.
const MANY: i32 = 100_000;

fn stage() -> (Stage, Conn) {
    let stage = Stage::new(DATABASE);
    let conn = establish(&stage.url()).unwrap();
    (stage, conn)
}

fn new_books(count: i32) -> impl Iterator<Item = NewBook> + Send {
    (0..count).map(|n| NewBook {
        id: Some(BOOKS as i32 + 1 + n),
        ..NewBook::new(format!("row {n}."), n % SHELVES as i32 + 1)
    })
}

/// The error says that the connection is lost, and so does the connection from now on; a new one
/// sees the rows that were there, and no others.
#[track_caller]
fn assert_nothing_written(stage: &Stage, mut conn: Conn, error: &orm_core::Error) {
    assert!(stage.proxy.happened());
    assert_lost(error);
    let again = stage.soon(|| wait(Shelf.count(&mut conn))).unwrap_err();
    assert_lost(&again);
    let again = stage.soon(|| wait(Book.bulk_create(new_books(3)).run(&mut conn)));
    assert_lost(&again.unwrap_err());
    let mut conn = establish(&stage.url()).unwrap();
    assert_eq!(wait(Shelf.count(&mut conn)).unwrap(), SHELVES);
    assert_eq!(wait(Book.count(&mut conn)).unwrap(), BOOKS);
    assert_eq!(stage.labels(), [1, 2]);
    // Nothing is locked for the one that is gone.
    let all = queryset!(Book.all().update(title = "read"));
    assert_eq!(
        stage.soon(|| wait(all.run(&mut conn))).unwrap(),
        BOOKS as usize
    );
}

#[test]
fn many_new_rows_and_a_cut_in_the_middle() {
    let (stage, mut conn) = stage();
    stage.proxy.on("row 50000.", Fault::Cut);
    let create = Book.bulk_create(new_books(MANY)).count_only();
    let error = stage.soon(|| wait(create.run(&mut conn))).unwrap_err();
    assert_nothing_written(&stage, conn, &error);
}

#[test]
fn many_new_rows_that_come_back_and_a_cut_in_the_middle() {
    let (stage, mut conn) = stage();
    stage.proxy.on("row 10064.", Fault::CutAfter(100));
    let create = Book.bulk_create(new_books(20_000));
    let error = stage.soon(|| wait(create.run(&mut conn))).unwrap_err();
    assert_nothing_written(&stage, conn, &error);
}

#[test]
fn many_new_rows_whose_commit_does_not_arrive() {
    let (stage, mut conn) = stage();
    stage.proxy.on("COMMIT", Fault::Cut);
    let create = Book.bulk_create(new_books(20_000)).count_only();
    let error = stage.soon(|| wait(create.run(&mut conn))).unwrap_err();
    assert_nothing_written(&stage, conn, &error);
}

/// The savepoint of the write is as gone as the transaction around it.
#[test]
fn many_new_rows_in_a_transaction_and_a_cut_in_the_middle() {
    let (stage, mut conn) = stage();
    stage.proxy.on("row 10064.", Fault::Cut);
    let error = stage.soon(|| {
        transaction(&mut conn, |conn| {
            batch(conn, "INSERT INTO shelves VALUES (10, 'half')")?;
            wait(Book.bulk_create(new_books(20_000)).count_only().run(conn))
        })
    });
    assert_nothing_written(&stage, conn, &error.unwrap_err());
}

#[test]
fn rows_that_are_left_out_and_a_cut_in_the_middle() {
    let (stage, mut conn) = stage();
    stage.proxy.on("row 300.", Fault::Cut);
    let create = queryset!(Book.bulk_create(new_books(500)).on_conflict(id).ignore());
    let error = stage.soon(|| wait(create.run(&mut conn))).unwrap_err();
    assert_nothing_written(&stage, conn, &error);
}

/// A list of rows on PostgreSQL; on MySQL each by itself.
#[test]
fn many_updated_rows_and_a_cut_in_the_middle() {
    let (stage, mut conn) = stage();
    let mut books = wait(Book.load(&mut conn)).unwrap().into_models();
    for book in &mut books {
        book.title = format!("changed {}.", book.id);
    }
    stage.proxy.on("changed 50.", Fault::Cut);
    let update = queryset!(Book.bulk_update(&books, title));
    let error = stage.soon(|| wait(update.run(&mut conn))).unwrap_err();
    let mut other = establish(&stage.direct_url()).unwrap();
    let changed = queryset!(Book.filter(title.startswith("changed")));
    assert_eq!(wait(changed.count(&mut other)).unwrap(), 0);
    assert_nothing_written(&stage, conn, &error);
}

/// The books of the shelf are deleted, and its links, when the last statement is lost.
#[test]
fn a_deletion_and_a_cut_before_its_last_statement() {
    let (stage, mut conn) = stage();
    let last = match DATABASE {
        Database::Postgres => "DELETE FROM \"shelves\"",
        Database::Mysql => "DELETE `self` FROM `shelves`",
    };
    stage.proxy.on(last, Fault::Cut);
    let delete = queryset!(Shelf.filter(id < 3).delete());
    let error = stage.soon(|| wait(delete.run(&mut conn))).unwrap_err();
    assert_nothing_written(&stage, conn, &error);
}

/// The links that are to go are deleted when the insert of the new ones is lost.
#[test]
fn links_that_are_set_and_a_cut_between_the_two_statements() {
    let (stage, mut conn) = stage();
    let shelf = wait(queryset!(Shelf.filter(id == 1)).get(&mut conn)).unwrap();
    stage.proxy.on("INSERT INTO", Fault::Cut);
    let set = queryset!(shelf.labels.set([2, 3]));
    let error = stage.soon(|| wait(set.run(&mut conn))).unwrap_err();
    assert_nothing_written(&stage, conn, &error);
}

/// One statement is all or nothing by itself; only what it did is not known.
#[test]
fn an_update_whose_answer_is_lost() {
    let (stage, mut conn) = stage();
    stage.proxy.on("cheap", Fault::CutAfter(0));
    let all = queryset!(Book.all().update(title = "cheap"));
    let error = stage.soon(|| wait(all.run(&mut conn))).unwrap_err();
    assert!(stage.proxy.happened());
    assert_lost(&error);
    let mut conn = establish(&stage.url()).unwrap();
    let set = stage.soon(|| wait(queryset!(Book.filter(title == "cheap")).count(&mut conn)));
    assert!([0, BOOKS].contains(&set.unwrap()));
}

/// An iterator of the user's panics when some of its rows are written. A sync connection is as
/// good as before; on an async one no rollback can be waited for, and it says that it is lost.
#[test]
fn a_panic_among_the_new_rows() {
    let (stage, mut conn) = stage();
    let new = new_books(30_000).map(|new| match new.id {
        Some(25_000) => panic!("a panic of the user's"),
        _ => new,
    });
    let create = Book.bulk_create(new).count_only();
    let panicked = catch_unwind(AssertUnwindSafe(|| wait(create.run(&mut conn))));
    assert!(panicked.is_err());
    let written = match wait(Book.bulk_create(new_books(3)).run(&mut conn)) {
        Ok(books) => books.len() as i64,
        Err(error) => {
            assert_lost(&error);
            0
        }
    };
    let mut conn = establish(&stage.direct_url()).unwrap();
    assert_eq!(wait(Book.count(&mut conn)).unwrap(), BOOKS + written);
}
