//! A disk that is full, on one client of SQLite: nothing is written, and the connection serves
//! again when there is room.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::result::Error::DatabaseError;
use orm_core::Error;
use orm_core::prelude::*;

use super::Conn;
use super::driver::{batch, establish, transaction, wait};
use crate::stage::{Book, NewBook};

const MANY: i32 = 100_000;

/// A database in a file of its own.
pub struct Disk(PathBuf);

impl Disk {
    pub fn new() -> (Self, Conn) {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!(
            "orm-test-disk-{}-{}-{count}",
            std::process::id(),
            super::NAME
        );
        let disk = Self(std::env::temp_dir().join(name));
        let mut conn = disk.open();
        batch(
            &mut conn,
            "CREATE TABLE shelves (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
             CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, shelf_id INTEGER NOT NULL);",
        )
        .unwrap();
        (disk, conn)
    }

    pub fn open(&self) -> Conn {
        establish(self.0.to_str().unwrap()).unwrap()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        for end in ["", "-journal"] {
            let mut path = self.0.clone().into_os_string();
            path.push(end);
            drop(std::fs::remove_file(path));
        }
    }
}

/// Room for so many pages.
fn limit(conn: &mut Conn, pages: u32) {
    batch(conn, &format!("PRAGMA max_page_count = {pages}")).unwrap();
}

pub fn new_books(count: i32) -> impl Iterator<Item = NewBook> + Send {
    (0..count).map(|n| NewBook::new(format!("row {n}, with some text behind it"), 1))
}

/// An error of the database, which is not mistaken for one that it is not.
#[track_caller]
fn assert_full(error: &Error) {
    match error {
        Error::Database(DatabaseError(_, said)) => {
            assert_eq!(said.message(), "database or disk is full");
        }
        other => panic!("{other:?}"),
    }
    assert!(error.is_disk_full());
    assert!(!error.is_connection_lost() && !error.is_retryable());
}

#[test]
fn many_new_rows() {
    let (_disk, mut conn) = Disk::new();
    limit(&mut conn, 300);
    let error = wait(
        Book.bulk_create(new_books(MANY))
            .count_only()
            .run(&mut conn),
    )
    .unwrap_err();
    assert_full(&error);
    assert_eq!(wait(Book.count(&mut conn)).unwrap(), 0);
    limit(&mut conn, 1_000_000);
    let count = wait(
        Book.bulk_create(new_books(MANY))
            .count_only()
            .run(&mut conn),
    )
    .unwrap();
    assert_eq!(count, MANY as usize);
    assert_eq!(wait(Book.count(&mut conn)).unwrap(), i64::from(MANY));
}

/// Rows that travel alone: SQLite ends the whole transaction by itself.
#[test]
fn rows_that_are_left_out_where_their_key_is_there() {
    let (_disk, mut conn) = Disk::new();
    limit(&mut conn, 50);
    let create = || queryset!(Book.bulk_create(new_books(5_000)).on_conflict(id).ignore());
    assert_full(&wait(create().run(&mut conn)).unwrap_err());
    assert_eq!(wait(Book.count(&mut conn)).unwrap(), 0);
    limit(&mut conn, 1_000_000);
    let kept = wait(create().run(&mut conn)).unwrap();
    assert_eq!(kept.created.len(), 5_000);
    assert_eq!(wait(Book.count(&mut conn)).unwrap(), 5_000);
}

#[test]
fn many_updated_rows() {
    let (_disk, mut conn) = Disk::new();
    let create = Book.bulk_create(new_books(5_000));
    let mut books = wait(create.run(&mut conn)).unwrap().into_models();
    limit(&mut conn, 150);
    for book in &mut books {
        book.title = format!("{} {}", "long".repeat(100), book.id);
    }
    let error = wait(queryset!(Book.bulk_update(&books, title)).run(&mut conn)).unwrap_err();
    assert_full(&error);
    let long = queryset!(Book.filter(title.startswith("long")));
    assert_eq!(wait(long.count(&mut conn)).unwrap(), 0);
    limit(&mut conn, 1_000_000);
    let done = wait(queryset!(Book.bulk_update(&books, title)).run(&mut conn)).unwrap();
    assert_eq!(done.count, 5_000);
    assert_eq!(wait(long.count(&mut conn)).unwrap(), 5_000);
}

/// The transaction around is gone as well, and nothing behind the error is committed.
#[test]
fn in_a_transaction() {
    let (_disk, mut conn) = Disk::new();
    limit(&mut conn, 50);
    let failed = transaction(&mut conn, |conn| {
        for book in new_books(5_000) {
            wait(Book.create(book).run(conn))?;
        }
        Ok(())
    });
    assert_full(&failed.unwrap_err());
    assert_eq!(wait(Book.count(&mut conn)).unwrap(), 0);
    limit(&mut conn, 1_000_000);
    wait(Book.bulk_create(new_books(5)).run(&mut conn)).unwrap();
    assert_eq!(wait(Book.count(&mut conn)).unwrap(), 5);
}

/// An error that is dropped: either what stood before it is committed, or the commit says that
/// it is not.
#[test]
fn an_error_that_is_dropped() {
    let (_disk, mut conn) = Disk::new();
    limit(&mut conn, 50);
    let mut written = 0;
    let done = transaction(&mut conn, |conn| {
        let full = new_books(5_000).find_map(|book| {
            let created = wait(Book.create(book).run(conn));
            written += i64::from(created.is_ok());
            created.err()
        });
        assert_full(&full.expect("an error"));
        Ok(())
    });
    let expected = if done.is_ok() { written } else { 0 };
    assert_eq!(wait(Book.count(&mut conn)).unwrap(), expected);
}
