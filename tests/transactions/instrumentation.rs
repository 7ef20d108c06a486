//! Hooks live beside the user's instrumentation.

use diesel::connection::{Connection, Instrumentation, InstrumentationEvent, SimpleConnection};
use orm_core::prelude::*;
use orm_core::{Error, Result};

use crate::support::{Log, Note, postgres, sqlite};

#[test]
fn one_that_was_observed_stays() {
    let conn = &mut sqlite::connect();
    let log = Log::default();
    orm_core::instrument::observe(conn, log.statements());
    atomic(conn, |conn| on_commit(conn, log.hook("hook"))).unwrap();
    conn.batch_execute("SELECT 1").unwrap();
    assert_eq!(log.take(), ["BEGIN", "COMMIT", "hook", "SELECT 1"]);
}

#[test]
fn one_that_was_set_by_diesel_stays_and_hooks_say_so() {
    struct WithoutSize;
    impl Instrumentation for WithoutSize {
        fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
            if let InstrumentationEvent::BeginTransaction { .. } = event {
                BEGUN.with(|begun| begun.set(begun.get() + 1));
            }
        }
    }
    thread_local!(static BEGUN: std::cell::Cell<u32> = const { std::cell::Cell::new(0) });
    let log = Log::default();
    let refused = |conn: &mut diesel::SqliteConnection| {
        on_commit(conn, log.hook("at once")).unwrap();
        assert_eq!(log.take().last().unwrap(), "at once");
        let ran = atomic(conn, |conn| on_commit(conn, || ()));
        assert!(matches!(ran, Err(Error::OwnInstrumentation)));
    };

    let conn = &mut sqlite::connect();
    conn.set_instrumentation(WithoutSize);
    refused(conn);
    atomic(conn, |_| Ok::<_, Error>(())).unwrap();
    assert_eq!(BEGUN.get(), 2);

    let conn = &mut sqlite::connect();
    conn.set_instrumentation(log.statements());
    refused(conn);
    assert_eq!(log.take(), ["BEGIN", "ROLLBACK"]);
    // What the error's text says to do.
    orm_core::instrument::observe(conn, log.statements());
    atomic(conn, |conn| on_commit(conn, log.hook("hook"))).unwrap();
    assert_eq!(log.take(), ["BEGIN", "COMMIT", "hook"]);
}

/// Without ears for failed statements, PostgreSQL is asked whether there is something to commit.
#[test]
fn a_dropped_error_is_found_by_asking() {
    let conn = &mut postgres::connect();
    let log = Log::default();
    conn.set_instrumentation(log.statements());
    let twice = "INSERT INTO tx_notes VALUES (1)";
    let ran: Result<()> = atomic(conn, |conn| {
        conn.batch_execute(twice)?;
        assert!(conn.batch_execute(twice).is_err());
        Ok(())
    });
    assert!(matches!(ran, Err(Error::RolledBack)));
    assert_eq!(log.take(), ["BEGIN", twice, twice, "SELECT 1", "ROLLBACK"]);
}

#[test]
fn transactions_are_no_queries() {
    let conn = &mut sqlite::connect();
    assert_num_queries!(conn, 1, {
        atomic(conn, |conn| atomic(conn, |conn| Note.count(conn))).unwrap()
    });
}
