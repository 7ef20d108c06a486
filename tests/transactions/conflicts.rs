//! Transactions that meet: failed serializations, deadlocks, locks; and `retry`.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::BigInt;
use orm_core::prelude::*;
use orm_core::transaction;
use orm_core::{Error, Result, atomic};

use crate::support::{Log, establish, mysql_url, postgres_url};

#[derive(QueryableByName)]
struct Total {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

fn total(conn: &mut PgConnection, table: &str) -> QueryResult<i64> {
    let total: Total =
        diesel::sql_query(format!("SELECT COUNT(*) AS n FROM {table}")).get_result(conn)?;
    Ok(total.n)
}

/// Adds as many rows as there are: of two that run side by side, one must fail.
fn double(conn: &mut PgConnection, table: &str) -> Result<()> {
    let there = total(conn, table)?;
    Ok(conn.batch_execute(&format!(
        "INSERT INTO {table} SELECT 1 FROM generate_series(1, {there})"
    ))?)
}

fn pair(table: &str) -> [PgConnection; 2] {
    let mut conns = [(), ()].map(|()| establish::<PgConnection>(&postgres_url()));
    let set_up = format!(
        "DROP TABLE IF EXISTS {table}; CREATE TABLE {table} (n INTEGER);
         INSERT INTO {table} VALUES (1)"
    );
    conns[0].batch_execute(&set_up).unwrap();
    conns
}

#[test]
fn a_failed_serialization_is_retryable() {
    let [mut one, mut other] = pair("tx_skew");
    let ran = transaction(&mut one).serializable().run(|one| {
        double(one, "tx_skew")?;
        transaction(&mut other)
            .serializable()
            .run(|other| double(other, "tx_skew"))
    });
    let failed = ran.unwrap_err();
    assert!(failed.is_retryable(), "{failed}");
    assert_eq!(total(&mut one, "tx_skew").unwrap(), 2);
    // The level is what makes it fail.
    let ran = transaction(&mut one).repeatable_read().run(|one| {
        double(one, "tx_skew")?;
        transaction(&mut other)
            .repeatable_read()
            .run(|other| double(other, "tx_skew"))
    });
    ran.unwrap();
    one.batch_execute("DROP TABLE tx_skew").unwrap();
}

#[test]
fn retry_runs_it_again() {
    let [mut one, mut other] = pair("tx_retry");
    let log = Log::default();
    let mut runs = 0;
    let ran = transaction(&mut one).serializable().retry(3).run(|one| {
        runs += 1;
        on_commit(one, log.hook(&format!("committed by run {runs}")))?;
        double(one, "tx_retry")?;
        if runs <= 2 {
            transaction(&mut other)
                .serializable()
                .run(|other| double(other, "tx_retry"))?;
        }
        Ok::<_, Error>(())
    });
    ran.unwrap();
    assert_eq!(runs, 3);
    assert_eq!(log.take(), ["committed by run 3"]);
    assert_eq!(total(&mut one, "tx_retry").unwrap(), 8);
    one.batch_execute("DROP TABLE tx_retry").unwrap();
}

#[test]
fn retry_has_a_bound_and_other_errors_end_it() {
    use diesel::result::{DatabaseErrorKind, Error::DatabaseError, Error::NotFound};
    let conn = &mut establish::<PgConnection>(&postgres_url());
    for (times, retryable, expected) in [(2, true, 3), (0, true, 1), (2, false, 1)] {
        let mut runs = 0;
        let ran = transaction(conn).retry(times).run(|_| {
            runs += 1;
            let text = Box::new(String::from("could not serialize"));
            Err::<(), _>(match retryable {
                true => DatabaseError(DatabaseErrorKind::SerializationFailure, text),
                false => NotFound,
            })
        });
        assert!(ran.is_err());
        assert_eq!(runs, expected);
    }
}

#[test]
fn retry_inside_a_transaction_runs_once() {
    use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
    let conn = &mut establish::<PgConnection>(&postgres_url());
    let mut runs = 0;
    let ran: QueryResult<()> = conn.transaction(|conn| {
        transaction(conn).retry(5).run(|_| {
            runs += 1;
            let text = Box::new(String::new());
            Err(DatabaseError(DatabaseErrorKind::SerializationFailure, text))
        })
    });
    assert!(ran.is_err());
    assert_eq!(runs, 1);
}

/// Two threads lock two rows in opposite order; each is at the second when the other is.
macro_rules! deadlock {
    ($name:ident $conn:ty, $url:expr, $table:literal) => {
        #[test]
        fn $name() {
            let set_up = concat!(
                "DROP TABLE IF EXISTS ",
                $table,
                "; CREATE TABLE ",
                $table,
                " (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO ",
                $table,
                " VALUES (1, 0), (2, 0)"
            );
            let conn = &mut establish::<$conn>(&$url);
            conn.batch_execute(set_up).unwrap();
            let (met, runs) = (Barrier::new(2), AtomicU32::new(0));
            let work = |first: i32, second: i32| {
                let conn = &mut establish::<$conn>(&$url);
                let mut failures = Vec::new();
                let mut again = false;
                let ran = transaction(conn).retry(5).run(|conn| {
                    runs.fetch_add(1, Ordering::SeqCst);
                    let mut add = |id: i32| -> Result<()> {
                        let sql = format!("UPDATE {} SET n = n + 1 WHERE id = {id}", $table);
                        Ok(conn.batch_execute(&sql)?)
                    };
                    add(first)?;
                    if !std::mem::replace(&mut again, true) {
                        met.wait();
                    }
                    // The savepoint is gone with the whole, and the error is what counts.
                    atomic(conn, |conn| {
                        let sql = format!("UPDATE {} SET n = n + 1 WHERE id = {second}", $table);
                        let ran = conn.batch_execute(&sql).map_err(Error::from);
                        if let Err(error) = &ran {
                            failures.push(error.to_string());
                        }
                        ran
                    })
                });
                ran.unwrap();
                failures
            };
            let failures = std::thread::scope(|scope| {
                let other = scope.spawn(|| work(2, 1));
                let mut failures = work(1, 2);
                failures.extend(other.join().unwrap());
                failures
            });
            assert!(runs.load(Ordering::SeqCst) >= 3);
            assert!(
                failures
                    .iter()
                    .all(|text| text.to_lowercase().contains("deadlock"))
            );
            #[derive(QueryableByName)]
            struct Row {
                #[diesel(sql_type = diesel::sql_types::Integer)]
                n: i32,
            }
            let rows = diesel::sql_query(concat!("SELECT n FROM ", $table));
            let rows: Vec<Row> = rows.load(conn).unwrap();
            assert!(rows.iter().all(|row| row.n == 2) && rows.len() == 2);
            conn.batch_execute(concat!("DROP TABLE ", $table)).unwrap();
        }
    };
}
deadlock!(a_deadlock_on_postgres PgConnection, postgres_url(), "tx_deadlock");
deadlock!(a_deadlock_on_mysql MysqlConnection, mysql_url(), "tx_deadlock");

/// Under `serializable` a read of MariaDB locks what it read; the wait for it has an end.
#[test]
fn a_lock_that_was_waited_for_too_long_is_retryable() {
    let mut conns = [(), ()].map(|()| establish::<MysqlConnection>(&mysql_url()));
    let [one, other] = &mut conns;
    one.batch_execute(
        "DROP TABLE IF EXISTS tx_wait; CREATE TABLE tx_wait (n INTEGER PRIMARY KEY);
         INSERT INTO tx_wait VALUES (1)",
    )
    .unwrap();
    other
        .batch_execute("SET SESSION innodb_lock_wait_timeout = 1")
        .unwrap();
    let write = |other: &mut MysqlConnection| -> Result<()> {
        diesel::sql_query("UPDATE tx_wait SET n = 2").execute(other)?;
        Ok(())
    };
    let ran: Result<()> = transaction(one).serializable().run(|one| {
        diesel::sql_query("SELECT n FROM tx_wait").execute(one)?;
        atomic(other, write)
    });
    let failed = ran.unwrap_err();
    assert!(failed.is_retryable(), "{failed}");
    atomic(other, write).unwrap();
    one.batch_execute("DROP TABLE tx_wait").unwrap();
}

/// MySQL ends the transaction at a deadlock; what comes after it is not in one.
#[test]
fn a_deadlock_whose_error_was_dropped_is_no_success() {
    let set_up = "DROP TABLE IF EXISTS tx_dropped;
        CREATE TABLE tx_dropped (id INTEGER PRIMARY KEY, n INTEGER);
        INSERT INTO tx_dropped VALUES (1, 0), (2, 0)";
    establish::<MysqlConnection>(&mysql_url())
        .batch_execute(set_up)
        .unwrap();
    let met = Barrier::new(2);
    let work = |first: i32, second: i32| {
        let conn = &mut establish::<MysqlConnection>(&mysql_url());
        let log = Log::default();
        let mut met_it = false;
        let ran = atomic(conn, |conn| {
            on_commit(conn, log.hook("committed"))?;
            let mut add = |id| {
                conn.batch_execute(&format!("UPDATE tx_dropped SET n = n + 1 WHERE id = {id}"))
            };
            add(first)?;
            met.wait();
            met_it = add(second).is_err();
            Ok::<_, Error>(())
        });
        assert_eq!(matches!(ran, Err(Error::RolledBack)), met_it);
        assert_eq!(log.take().is_empty(), met_it);
        met_it
    };
    let losers = std::thread::scope(|scope| {
        let other = scope.spawn(|| work(2, 1));
        u32::from(work(1, 2)) + u32::from(other.join().unwrap())
    });
    assert_eq!(losers, 1);
    let conn = &mut establish::<MysqlConnection>(&mysql_url());
    conn.batch_execute("DROP TABLE tx_dropped").unwrap();
}
