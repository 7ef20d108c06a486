//! A server that says nothing, on one async client: `tokio::time::timeout` bounds the wait.

use std::time::Duration;

use orm_core::prelude::*;

use super::driver::{establish, wait, wait_for};
use super::{Conn, DATABASE};
use crate::proxy::Fault;
use crate::stage::{BOOKS, SHELVES, Shelf, Stage, assert_lost};

const PATIENCE: Duration = Duration::from_millis(300);

fn stage() -> (Stage, Conn) {
    let stage = Stage::new(DATABASE);
    let conn = establish(&stage.url()).unwrap();
    (stage, conn)
}

#[test]
fn a_server_that_stops_answering_is_given_up() {
    let (stage, mut conn) = stage();
    stage.proxy.on("books", Fault::Silence);
    let shelves = queryset!(Shelf.prefetch_related(books));
    let answer = stage.soon(|| wait_for(PATIENCE, shelves.load(&mut conn)));
    assert!(answer.is_none(), "{answer:?}");
    assert!(stage.proxy.happened());
    // The connection that was given up is dropped, and another one serves.
    stage.soon(|| drop(conn));
    let mut conn = establish(&stage.url()).unwrap();
    let rows = stage.soon(|| wait(shelves.load(&mut conn))).unwrap();
    assert_eq!(rows.len() as i64, SHELVES);
}

/// The answer to a load that was given up comes later. It is nobody else's answer.
#[test]
fn a_late_answer_is_not_taken_for_another_one() {
    let (stage, mut conn) = stage();
    stage.proxy.on("books", Fault::Delay(2 * PATIENCE));
    let shelves = queryset!(Shelf.prefetch_related(books));
    let answer = stage.soon(|| wait_for(PATIENCE, shelves.load(&mut conn)));
    assert!(answer.is_none(), "{answer:?}");
    // The connection goes on, or it says that it is lost.
    for _ in 0..3 {
        match stage.soon(|| wait(shelves.load(&mut conn))) {
            Ok(rows) => {
                let books: usize = rows.iter().map(|shelf| shelf.books().len()).sum();
                assert_eq!((rows.len() as i64, books as i64), (SHELVES, BOOKS));
            }
            Err(error) => assert_lost(&error),
        }
        match stage.soon(|| wait(queryset!(Shelf.filter(id > 1)).count(&mut conn))) {
            Ok(count) => assert_eq!(count, SHELVES - 1),
            Err(error) => assert_lost(&error),
        }
    }
}
