//! When hooks run, and when they do not.

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::result::Error as DieselError;
use orm_core::prelude::*;
use orm_core::{Error, Result};

use super::{Conn, DATABASE, connect};
use crate::support::{Log, Note, panics_with};

const NOTHING: [&str; 0] = [];

fn fails() -> Result<()> {
    Err(Error::from(DieselError::NotFound))
}

#[test]
fn outside_a_transaction_at_once() {
    let conn = &mut connect();
    let log = Log::default();
    on_commit(conn, log.hook("at once")).unwrap();
    assert_eq!(log.take(), ["at once"]);
}

#[test]
fn in_order_after_the_outermost_commit() {
    let conn = &mut connect();
    let log = Log::default();
    orm_core::instrument::observe(conn, log.statements());
    atomic(conn, |conn| {
            on_commit(conn, log.hook("first"))?;
            atomic(conn, |conn| on_commit(conn, log.hook("inner")))?;
            on_commit(conn, log.hook("last"))
        })
        .unwrap();
    let said = log.take();
    let commit = said.iter().position(|text| text == "COMMIT").unwrap();
    assert_eq!(said[commit..], ["COMMIT", "first", "inner", "last"]);
    // Each runs once.
    atomic(conn, |_| Ok::<_, Error>(())).unwrap();
    assert_eq!(log.take(), ["BEGIN", "COMMIT"]);
}

#[test]
fn a_rollback_drops_what_was_given_inside_it() {
    let conn = &mut connect();
    let log = Log::default();
    atomic(conn, |conn| {
            on_commit(conn, log.hook("before"))?;
            let middle = atomic(conn, |conn| {
                on_commit(conn, log.hook("middle"))?;
                // This one ends well, and goes down with the one around it.
                atomic(conn, |conn| on_commit(conn, log.hook("inmost")))?;
                fails()
            });
            assert!(middle.is_err());
            panics_with("lost", || {
                let _ = atomic(conn, |conn| -> Result<()> {
                    on_commit(conn, log.hook("panicked"))?;
                    panic!("lost")
                });
            });
            on_commit(conn, log.hook("after"))
        })
        .unwrap();
    assert_eq!(log.take(), ["before", "after"]);

    let all = atomic(conn, |conn| {
        on_commit(conn, log.hook("dropped"))?;
        fails()
    });
    assert!(all.is_err());
    atomic(conn, |_| Ok::<_, Error>(())).unwrap();
    assert_eq!(log.take(), NOTHING);
}

#[test]
fn in_a_transaction_of_diesels_after_its_commit() {
    let conn = &mut connect();
    let log = Log::default();
    let ran: Result<()> = conn.transaction(|conn| {
        on_commit(conn, log.hook("outer"))?;
        atomic(conn, |conn| on_commit(conn, log.hook("inner")))?;
        let lost = conn.transaction(|conn| {
            on_commit(conn, log.hook("lost"))?;
            fails()
        });
        assert!(lost.is_err());
        assert_eq!(log.take(), NOTHING);
        Ok(())
    });
    ran.unwrap();
    assert_eq!(log.take(), ["outer", "inner"]);

    let lost: Result<()> = conn.transaction(|conn| {
        atomic(conn, |conn| on_commit(conn, log.hook("lost")))?;
        fails()
    });
    assert!(lost.is_err());
    conn.transaction(|_| Ok::<_, DieselError>(())).unwrap();
    assert_eq!(log.take(), NOTHING);
}

#[test]
fn never_in_a_test_transaction() {
    let conn = &mut connect();
    let log = Log::default();
    conn.begin_test_transaction().unwrap();
    atomic(conn, |conn| on_commit(conn, log.hook("lost"))).unwrap();
    assert_eq!(log.take(), NOTHING);
}

#[test]
fn a_hooks_panic_comes_after_the_commit() {
    let conn = &mut connect();
    let log = Log::default();
    panics_with("hook", || {
        let _ = atomic(conn, |conn| {
            conn.batch_execute("INSERT INTO tx_notes VALUES (1)")?;
            on_commit(conn, log.hook("before"))?;
            on_commit(conn, || panic!("hook"))?;
            on_commit(conn, log.hook("after"))
        });
    });
    assert_eq!(log.take(), ["before"]);
    assert_eq!(Note.count(conn).unwrap(), 1);

    // In Diesel's own it goes no further: Diesel would take the transaction for open.
    let ran: Result<()> = conn.transaction(|conn| {
        conn.batch_execute("INSERT INTO tx_notes VALUES (2)")?;
        on_commit(conn, || panic!("hook"))
    });
    ran.unwrap();
    atomic(conn, |_| Ok::<_, Error>(())).unwrap();
    assert_eq!(Note.count(conn).unwrap(), 2);
}

/// The hook sees a database in which the transaction has happened, and may open one of its own.
#[test]
fn a_hook_may_hold_a_connection() {
    let conn = &mut connect();
    let log = Log::default();
    let mut other: Conn = connect();
    let said = log.clone();
    atomic(conn, |conn| {
            on_commit(conn, move || {
                atomic(&mut other, |other| on_commit(other, said.hook("other"))).unwrap();
            })
        })
        .unwrap();
    assert_eq!(log.take(), ["other"]);
}

#[test]
fn no_hook_runs_without_a_commit() {
    let conn = &mut connect();
    let log = Log::default();
    let twice = "INSERT INTO tx_notes VALUES (1)";
    let plain: Result<()> = conn.transaction(|conn| {
        conn.batch_execute(twice)?;
        on_commit(conn, log.hook("committed"))?;
        assert!(conn.batch_execute(twice).is_err());
        Ok(()) // Diesel's COMMIT says nothing of PostgreSQL's rollback
    });
    plain.unwrap();
    let committed = Note.count(conn).unwrap() == 1;
    assert_eq!(committed, DATABASE != "postgres");
    assert_eq!(log.take().len(), usize::from(committed));
}
