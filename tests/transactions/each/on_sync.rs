//! Commit, error, panic and nesting on a sync connection.

use diesel::Connection;
use diesel::connection::SimpleConnection;
use diesel::result::Error as DieselError;
use orm_core::prelude::*;
use orm_core::{Error, Result};

use super::{Conn, DATABASE, connect};
use crate::support::{Log, Note, panics_with};

fn add(conn: &mut Conn, id: i32) -> Result<()> {
    Ok(conn.batch_execute(&format!("INSERT INTO tx_notes VALUES ({id})"))?)
}

fn ids(conn: &mut Conn) -> Vec<i32> {
    let notes = queryset!(Note.order_by(id)).load(conn).unwrap();
    notes.iter().map(|note| note.id).collect()
}

fn fails(conn: &mut Conn) -> Result<()> {
    queryset!(Note.filter(id == -1)).get(conn).map(drop)
}

#[test]
fn what_ends_well_is_committed() {
    let conn = &mut connect();
    let given = atomic(conn, |conn| {
        add(conn, 1)?;
        add(conn, 2)?;
        Ok::<_, Error>("given")
    });
    assert_eq!(given.unwrap(), "given");
    conn.batch_execute("ROLLBACK").ok(); // there is nothing left to roll back
    assert_eq!(ids(conn), [1, 2]);
}

#[test]
fn an_error_rolls_back() {
    let conn = &mut connect();
    let failed = atomic(conn, |conn| {
        add(conn, 1)?;
        fails(conn)
    });
    assert!(matches!(failed, Err(Error::DoesNotExist { model: "Note" })));
    assert_eq!(ids(conn), [0; 0]);
}

#[test]
fn errors_of_any_type_that_diesels_become() {
    #[derive(Debug, PartialEq)]
    enum Mine {
        SoldOut,
        Diesel(String),
    }
    impl From<DieselError> for Mine {
        fn from(error: DieselError) -> Self {
            Self::Diesel(error.to_string())
        }
    }
    let conn = &mut connect();
    let failed = atomic(conn, |conn| {
        conn.batch_execute("INSERT INTO tx_notes VALUES (1)")?;
        Err::<(), _>(Mine::SoldOut)
    });
    assert_eq!(failed, Err(Mine::SoldOut));
    assert_eq!(ids(conn), [0; 0]);

    let boxed: Result<(), Box<dyn std::error::Error + Send + Sync>> = atomic(conn, |conn| {
        add(conn, 1)?;
        Err("sold out")?
    });
    assert_eq!(boxed.unwrap_err().to_string(), "sold out");
    let diesels: Result<(), DieselError> =
        atomic(conn, |conn| Ok(queryset!(Note.filter(id == 1)).get(conn).map(drop)?));
    assert_eq!(diesels, Err(DieselError::NotFound));
    assert_eq!(ids(conn), [0; 0]);
}

#[test]
fn a_panic_rolls_back_and_goes_on() {
    let conn = &mut connect();
    panics_with("lost", || {
        let _ = atomic(conn, |conn| {
            add(conn, 1)?;
            let _ = atomic(conn, |conn| -> Result<()> {
                add(conn, 2)?;
                panic!("lost")
            });
            Ok::<_, Error>(())
        });
    });
    assert_eq!(ids(conn), [0; 0]);
    atomic(conn, |conn| add(conn, 3)).unwrap();
    assert_eq!(ids(conn), [3]);
}

#[test]
fn a_panic_inside_that_was_caught_undoes_the_inner_alone() {
    let conn = &mut connect();
    atomic(conn, |conn| {
            add(conn, 1)?;
            panics_with("lost", || {
                let _ = atomic(conn, |conn| -> Result<()> {
                    add(conn, 2)?;
                    panic!("lost")
                });
            });
            // Diesel's own leaves its savepoint open.
            panics_with("lost", || {
                let _ = conn.transaction(|conn| -> Result<()> {
                    add(conn, 3)?;
                    panic!("lost")
                });
            });
            Ok::<_, Error>(())
        })
        .unwrap();
    assert_eq!(ids(conn), [1]);
}

/// Each combination of an outer and an inner one, each of them well or failing.
macro_rules! nested {
    ($($name:ident: $outer:expr, $inner:expr;)*) => { $(
        #[test]
        fn $name() {
            for (inner_fails, outer_fails, left) in [
                (false, false, &[1, 2, 3][..]),
                (true, false, &[1, 3]),
                (false, true, &[]),
                (true, true, &[]),
            ] {
                let conn = &mut connect();
                let outer = $outer(conn, &mut |conn: &mut Conn| {
                    add(conn, 1)?;
                    let inner = $inner(conn, &mut |conn: &mut Conn| {
                        add(conn, 2)?;
                        if inner_fails { fails(conn) } else { Ok(()) }
                    });
                    assert_eq!(inner.is_err(), inner_fails);
                    add(conn, 3)?;
                    if outer_fails { fails(conn) } else { Ok(()) }
                });
                assert_eq!(outer.is_err(), outer_fails);
                assert_eq!(ids(conn), left);
            }
        }
    )* };
}

type Work<'w> = &'w mut dyn FnMut(&mut Conn) -> Result<()>;
fn ours(conn: &mut Conn, work: Work<'_>) -> Result<()> {
    atomic(conn, work)
}
fn diesels(conn: &mut Conn, work: Work<'_>) -> Result<()> {
    conn.transaction(work)
}
nested! {
    atomic_in_atomic: ours, ours;
    atomic_in_transaction: diesels, ours;
    transaction_in_atomic: ours, diesels;
    // What Diesel does by itself; it is here so that the four can be compared.
    transaction_in_transaction: diesels, diesels;
}

#[test]
fn the_statements_that_run() {
    let conn = &mut connect();
    let log = Log::default();
    orm_core::instrument::observe(conn, log.statements());
    atomic(conn, |conn| {
            atomic(conn, |_| Ok::<_, Error>(()))?;
            let _ = atomic(conn, |_| Err::<(), _>(Error::from(DieselError::NotFound)));
            Ok::<_, Error>(())
        })
        .unwrap();
    assert_eq!(
        log.take(),
        [
            "BEGIN",
            "SAVEPOINT diesel_savepoint_1",
            "RELEASE SAVEPOINT diesel_savepoint_1",
            "SAVEPOINT diesel_savepoint_1",
            "ROLLBACK TO SAVEPOINT diesel_savepoint_1",
            "COMMIT",
        ]
    );
    let _ = atomic(conn, |_| Err::<(), _>(DieselError::NotFound));
    assert_eq!(log.take(), ["BEGIN", "ROLLBACK"]);
}

/// Only PostgreSQL gives the whole up when a statement fails.
#[test]
fn a_dropped_error_is_not_taken_for_a_commit() {
    let conn = &mut connect();
    let ran = atomic(conn, |conn| {
        add(conn, 1)?;
        assert!(add(conn, 1).is_err()); // and nobody is told
        Ok::<_, Error>(())
    });
    if DATABASE == "postgres" {
        assert!(matches!(ran, Err(Error::RolledBack)), "{ran:?}");
        assert_eq!(ids(conn), [0; 0]);
    } else {
        ran.unwrap();
        assert_eq!(ids(conn), [1]);
    }
    atomic(conn, |conn| add(conn, 2)).unwrap();
}

#[test]
fn a_dropped_error_of_an_inner_atomic_leaves_the_rest_whole() {
    let conn = &mut connect();
    let ran = atomic(conn, |conn| {
        add(conn, 1)?;
        let inner = atomic(conn, |conn| {
            assert!(add(conn, 1).is_err());
            Ok::<_, Error>(())
        });
        if DATABASE == "postgres" {
            assert!(matches!(inner, Err(Error::RolledBack)), "{inner:?}");
        } else {
            inner.unwrap();
        }
        add(conn, 2)
    });
    ran.unwrap();
    assert_eq!(ids(conn), [1, 2]);
}
