//! Writes that are given up half-way, on one async client: their future is dropped, so that no
//! rollback can be waited for. Nothing of them is committed, and the connection says that it is
//! lost: what came next would stand in the transaction that nobody ends.

use std::time::Duration;

use orm_core::prelude::*;

use super::driver::{establish, wait, wait_for};
use super::{Conn, DATABASE};
use crate::proxy::Fault;
use crate::stage::{BOOKS, Book, NewBook, SHELVES, Shelf, Stage, assert_lost};

const PATIENCE: Duration = Duration::from_millis(1500);

fn new_books(count: i32) -> impl Iterator<Item = NewBook> + Send {
    (0..count).map(|n| NewBook {
        id: Some(BOOKS as i32 + 1 + n),
        ..NewBook::new(format!("row {n}."), n % SHELVES as i32 + 1)
    })
}

/// Gives up a write of two portions or more while a statement in the middle is on its way.
fn given_up() -> (Stage, Conn) {
    let stage = Stage::new(DATABASE);
    let mut conn = establish(&stage.url()).unwrap();
    stage.proxy.on(
        "row 10064.",
        Fault::Delay(PATIENCE + Duration::from_millis(500)),
    );
    let create = Book.bulk_create(new_books(20_000)).count_only();
    let answer = stage.soon(|| wait_for(PATIENCE, create.run(&mut conn)));
    assert!(answer.is_none() && stage.proxy.happened(), "{answer:?}");
    (stage, conn)
}

#[track_caller]
fn assert_untouched(stage: &Stage) {
    let mut conn = establish(&stage.direct_url()).unwrap();
    assert_eq!(wait(Book.count(&mut conn)).unwrap(), BOOKS);
    assert_eq!(stage.shelves_from(10), 0);
}

#[test]
fn a_write_that_is_given_up_commits_nothing() {
    let (stage, conn) = given_up();
    assert_untouched(&stage);
    stage.soon(|| drop(conn));
    // The server has let go of the rows too.
    let mut conn = establish(&stage.url()).unwrap();
    let again = Book.bulk_create(new_books(100)).count_only();
    assert_eq!(stage.soon(|| wait(again.run(&mut conn))).unwrap(), 100);
}

#[test]
fn a_connection_whose_write_was_given_up_says_so() {
    let (stage, mut conn) = given_up();
    let many = stage.soon(|| wait(Book.bulk_create(new_books(20_000)).run(&mut conn)));
    assert_lost(&many.unwrap_err());
    let one = stage.soon(|| wait(queryset!(Shelf.create(id = 10, name = "late")).run(&mut conn)));
    assert_lost(&one.unwrap_err());
    let read = stage.soon(|| wait(Book.count(&mut conn)));
    assert_lost(&read.unwrap_err());
    drop(conn);
    assert_untouched(&stage);
}
