//! The cases, on one client.

use std::time::Duration;

use orm_core::prelude::*;

use super::driver::{batch, each, establish, transaction, wait};
use super::{Conn, DATABASE, is_closed};
use crate::proxy::Fault;
use crate::stage::{BOOKS, Book, Database, SHELVES, Shelf, Stage, assert_lost};

fn stage() -> (Stage, Conn) {
    let stage = Stage::new(DATABASE);
    let conn = establish(&stage.url()).unwrap();
    (stage, conn)
}

/// The error is typed as this client types it, and told as a lost connection.
#[track_caller]
fn assert_closed(error: &orm_core::Error) {
    let orm_core::Error::Database(diesel::result::Error::DatabaseError(kind, _)) = error else {
        panic!("no error of the database: {error:?}");
    };
    assert!(is_closed(kind), "{kind:?} of {error:?}");
    assert_lost(error);
}

/// A new connection by the same way, which reads all that there is.
#[track_caller]
fn assert_recovered(stage: &Stage) {
    let mut conn = establish(&stage.url()).unwrap();
    let rows = wait(queryset!(Shelf.prefetch_related(books)).load(&mut conn)).unwrap();
    let books: usize = rows.iter().map(|shelf| shelf.books().len()).sum();
    assert_eq!((rows.len() as i64, books as i64), (SHELVES, BOOKS));
}

#[test]
fn a_connection_cut_between_two_queries_of_a_load() {
    let (stage, mut conn) = stage();
    stage.proxy.on("books", Fault::Cut);
    let shelves = queryset!(Shelf.prefetch_related(books));
    let error = stage.soon(|| wait(shelves.load(&mut conn))).unwrap_err();
    assert!(stage.proxy.happened());
    assert_closed(&error);
    // What is asked on this connection now gets the same answer, and gets it at once.
    let again = stage.soon(|| wait(shelves.load(&mut conn))).unwrap_err();
    assert_lost(&again);
    assert_recovered(&stage);
}

#[test]
fn a_connection_cut_in_the_middle_of_rows() {
    let (stage, mut conn) = stage();
    stage.proxy.on("books", Fault::CutAfter(100_000));
    let error = stage
        .soon(|| wait(queryset!(Book).load(&mut conn)))
        .unwrap_err();
    assert!(stage.proxy.happened());
    assert_closed(&error);
    assert_recovered(&stage);
}

#[test]
fn a_connection_cut_in_the_middle_of_prefetched_rows() {
    let (stage, mut conn) = stage();
    stage.proxy.on("books", Fault::CutAfter(100_000));
    let shelves = queryset!(Shelf.prefetch_related(books));
    let error = stage.soon(|| wait(shelves.load(&mut conn))).unwrap_err();
    assert!(stage.proxy.happened());
    assert_closed(&error);
    assert_recovered(&stage);
}

#[test]
fn rows_that_stop_coming_do_not_look_like_the_last_ones() {
    let (stage, mut conn) = stage();
    stage.proxy.on("books", Fault::CutAfter(100_000));
    let books = queryset!(Book);
    let (count, error) = stage.soon(|| each(books.iterator(&mut conn)));
    assert!(stage.proxy.happened());
    assert_closed(&error.expect("an error behind the last row"));
    assert!((count as i64) < BOOKS, "{count}");
    assert_recovered(&stage);
}

#[test]
fn a_connection_cut_in_a_transaction_writes_nothing() {
    let (stage, mut conn) = stage();
    let error = stage.soon(|| {
        transaction(&mut conn, |conn| {
            batch(conn, "INSERT INTO shelves VALUES (10, 'half')")?;
            stage.proxy.on("books", Fault::Cut);
            wait(queryset!(Shelf.prefetch_related(books)).load(conn))?;
            batch(conn, "INSERT INTO shelves VALUES (11, 'other half')")?;
            Ok(())
        })
    });
    assert!(stage.proxy.happened());
    assert_lost(&error.unwrap_err());
    assert_eq!(stage.shelves_from(10), 0);
    // The server has let go of the row as well: nobody waits for the dead.
    stage.soon(|| stage.run("INSERT INTO shelves VALUES (10, 'whole')"));
    assert_eq!(stage.shelves_from(10), 1);
}

#[test]
fn an_error_of_a_commit_does_not_say_that_nothing_was_written() {
    let (stage, mut conn) = stage();
    let error = stage.soon(|| {
        transaction(&mut conn, |conn| {
            batch(conn, "INSERT INTO shelves VALUES (10, 'half')")?;
            batch(conn, "INSERT INTO shelves VALUES (11, 'other half')")?;
            // The server commits; only its answer is lost.
            stage.proxy.on("COMMIT", Fault::CutAfter(0));
            Ok(())
        })
    });
    assert!(stage.proxy.happened());
    assert_lost(&error.unwrap_err());
    assert_eq!(stage.shelves_from(10), 2);
}

#[test]
fn a_commit_that_does_not_arrive_writes_nothing() {
    let (stage, mut conn) = stage();
    let error = stage.soon(|| {
        transaction(&mut conn, |conn| {
            batch(conn, "INSERT INTO shelves VALUES (10, 'half')")?;
            batch(conn, "INSERT INTO shelves VALUES (11, 'other half')")?;
            stage.proxy.on("COMMIT", Fault::Cut);
            Ok(())
        })
    });
    assert!(stage.proxy.happened());
    assert_lost(&error.unwrap_err());
    assert_eq!(stage.shelves_from(10), 0);
}

#[test]
fn a_connection_that_an_administrator_ends() {
    let (stage, mut conn) = stage();
    assert_eq!(wait(queryset!(Shelf).count(&mut conn)).unwrap(), SHELVES);
    stage.end_connections();
    let error = stage
        .soon(|| wait(queryset!(Shelf).count(&mut conn)))
        .unwrap_err();
    assert_lost(&error);
    assert_recovered(&stage);
}

#[test]
fn a_server_that_takes_no_connections() {
    let (stage, _) = stage();
    stage.proxy.refuse(true);
    let refused = stage.soon(|| establish(&stage.url()));
    assert!(refused.is_err());
    stage.proxy.refuse(false);
    assert_recovered(&stage);
}

/// A server that is slow, and not gone: its own limit ends the statement, and the connection
/// lives on.
#[test]
fn a_statement_that_the_server_gives_up() {
    let (stage, mut conn) = stage();
    let (limit, lock) = match DATABASE {
        Database::Postgres => ("SET statement_timeout = 300", "BEGIN; LOCK TABLE books"),
        Database::Mysql => ("SET max_statement_time = 0.3", "LOCK TABLES books WRITE"),
    };
    let mut other = establish(&stage.direct_url()).unwrap();
    batch(&mut other, lock).unwrap();
    // MySQL calls the limit otherwise than MariaDB.
    if batch(&mut conn, limit).is_err() {
        batch(&mut conn, "SET max_execution_time = 300").unwrap();
    }
    let shelves = queryset!(Shelf.prefetch_related(books));
    let error = stage.soon(|| wait(shelves.load(&mut conn))).unwrap_err();
    assert!(matches!(error, orm_core::Error::Database(_)), "{error:?}");
    assert!(!error.is_connection_lost(), "{error:?}");
    drop(other);
    let rows = stage.soon(|| wait(shelves.load(&mut conn))).unwrap();
    assert_eq!(rows.len() as i64, SHELVES);
}

/// A late answer is an answer.
#[test]
fn a_server_that_is_late() {
    let (stage, mut conn) = stage();
    stage
        .proxy
        .on("books", Fault::Delay(Duration::from_millis(300)));
    let shelves = queryset!(Shelf.prefetch_related(books));
    let rows = stage.soon(|| wait(shelves.load(&mut conn))).unwrap();
    assert!(stage.proxy.happened());
    assert_eq!(rows.len() as i64, SHELVES);
}
