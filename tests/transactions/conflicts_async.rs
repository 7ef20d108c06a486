//! Transactions that meet on async connections, in tasks.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel_async::{AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection};
use orm_core::prelude::*;
use orm_core::transaction;
use orm_core::{Error, Result};
use tokio::sync::Barrier;

use crate::support::{establish_async, mysql_url, postgres_url};

macro_rules! deadlock {
    ($name:ident $conn:ty, $url:expr, $table:literal) => {
        #[tokio::test(flavor = "multi_thread")]
        async fn $name() {
            let set_up = concat!(
                "DROP TABLE IF EXISTS ",
                $table,
                "; CREATE TABLE ",
                $table,
                " (id INTEGER PRIMARY KEY, n INTEGER); INSERT INTO ",
                $table,
                " VALUES (1, 0), (2, 0)"
            );
            let conn = &mut establish_async::<$conn>(&$url).await;
            conn.batch_execute(set_up).await.unwrap();
            let met = Arc::new(Barrier::new(2));
            let runs = Arc::new(AtomicU32::new(0));
            let task = |first: i32, second: i32| {
                let (met, runs) = (met.clone(), runs.clone());
                tokio::spawn(async move {
                    let conn = &mut establish_async::<$conn>(&$url).await;
                    let mine = AtomicU32::new(0);
                    transaction(conn)
                        .retry(5)
                        .run(async |conn| -> Result<()> {
                            runs.fetch_add(1, Ordering::SeqCst);
                            let add =
                                |id| format!("UPDATE {} SET n = n + 1 WHERE id = {id}", $table);
                            conn.batch_execute(&add(first)).await?;
                            if mine.fetch_add(1, Ordering::SeqCst) == 0 {
                                met.wait().await;
                            }
                            atomic(conn, async |conn| {
                                Ok(conn.batch_execute(&add(second)).await?)
                            })
                            .await
                        })
                        .await
                })
            };
            let (one, other) = (task(1, 2), task(2, 1));
            one.await.unwrap().unwrap();
            other.await.unwrap().unwrap();
            assert!(runs.load(Ordering::SeqCst) >= 3);
            conn.batch_execute(concat!("DROP TABLE ", $table))
                .await
                .unwrap();
        }
    };
}
deadlock!(a_deadlock_on_postgres AsyncPgConnection, postgres_url(), "tx_deadlock_async");
deadlock!(a_deadlock_on_mysql AsyncMysqlConnection, mysql_url(), "tx_deadlock_async");

#[tokio::test]
async fn a_failed_serialization_is_run_again() {
    use diesel_async::RunQueryDsl as _;
    let mut one = establish_async::<AsyncPgConnection>(&postgres_url()).await;
    let set_up = "DROP TABLE IF EXISTS tx_skew_async; CREATE TABLE tx_skew_async (n INTEGER);
        INSERT INTO tx_skew_async VALUES (1)";
    one.batch_execute(set_up).await.unwrap();
    let double = "INSERT INTO tx_skew_async SELECT n FROM tx_skew_async";
    let runs = AtomicU32::new(0);
    let ran = transaction(&mut one)
        .serializable()
        .retry(3)
        .run(async |one| {
            diesel::sql_query(double).execute(one).await?;
            if runs.fetch_add(1, Ordering::SeqCst) == 0 {
                let mut other = establish_async::<AsyncPgConnection>(&postgres_url()).await;
                transaction(&mut other)
                    .serializable()
                    .run(async |other| diesel::sql_query(double).execute(other).await)
                    .await?;
            }
            Ok::<_, Error>(())
        })
        .await;
    ran.unwrap();
    assert_eq!(runs.into_inner(), 2);
    one.batch_execute("DROP TABLE tx_skew_async").await.unwrap();
}

#[tokio::test]
async fn retry_inside_a_transaction_runs_once() {
    use diesel::result::{DatabaseErrorKind, Error::DatabaseError};
    let conn = &mut establish_async::<AsyncPgConnection>(&postgres_url()).await;
    let runs = AtomicU32::new(0);
    let failing = async |_: &mut AsyncPgConnection| {
        runs.fetch_add(1, Ordering::SeqCst);
        let text = Box::new(String::new());
        Err::<(), _>(Error::from(DatabaseError(
            DatabaseErrorKind::SerializationFailure,
            text,
        )))
    };
    let ran = atomic(conn, async |conn| {
        transaction(conn).retry(5).run(failing).await
    })
    .await;
    assert!(ran.is_err());
    assert_eq!(runs.load(Ordering::SeqCst), 1);
    assert!(transaction(conn).retry(1).run(failing).await.is_err());
    assert_eq!(runs.load(Ordering::SeqCst), 3);
}
