//! Commit, error, panic, nesting and hooks on an async connection.

use diesel::result::Error as DieselError;
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use futures_util::FutureExt;
use orm_core::prelude::*;
use orm_core::{Error, Result};

use super::{AsyncConn, DATABASE, connect_async};
use crate::support::{Log, Note};

async fn add(conn: &mut AsyncConn, id: i32) -> Result<()> {
    let sql = format!("INSERT INTO tx_notes VALUES ({id})");
    Ok(conn.batch_execute(&sql).await?)
}

async fn ids(conn: &mut AsyncConn) -> Vec<i32> {
    let notes = queryset!(Note.order_by(id)).load(conn).await.unwrap();
    notes.iter().map(|note| note.id).collect()
}

async fn ends(conn: &mut AsyncConn, fails: bool) -> Result<()> {
    if fails {
        queryset!(Note.filter(id == -1)).get(conn).await?;
    }
    Ok(())
}

#[tokio::test]
async fn commit_and_error_in_a_spawned_task() {
    for fails in [false, true] {
        let task = tokio::spawn(async move {
            let conn = &mut connect_async().await;
            let text = String::from("borrowed"); // from around the closure
            let ran = atomic(conn, async |conn| {
                    add(conn, 1).await?;
                    ends(conn, fails).await?;
                    Ok::<_, Error>(text.len())
                })
                .await;
            (ran, ids(conn).await)
        });
        match task.await.unwrap() {
            (Ok(8), left) => assert!(!fails && left == [1]),
            (Err(Error::DoesNotExist { .. }), left) => assert!(fails && left.is_empty()),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_panic_rolls_back_and_goes_on() {
    let conn = &mut connect_async().await;
    let run = async {
        atomic(conn, async |conn| {
                add(conn, 1).await?;
                atomic(conn, async |conn| -> Result<()> {
                        add(conn, 2).await?;
                        panic!("lost")
                    })
                    .await
            })
            .await
    };
    let panic = std::panic::AssertUnwindSafe(run).catch_unwind().await;
    assert_eq!(panic.unwrap_err().downcast_ref::<&str>(), Some(&"lost"));
    assert_eq!(ids(conn).await, [0; 0]);
    atomic(conn, async |conn| add(conn, 3).await).await.unwrap();
    assert_eq!(ids(conn).await, [3]);
}

const FATES: [(bool, bool, &[i32]); 4] = [
    (false, false, &[1, 2, 3]),
    (true, false, &[1, 3]),
    (false, true, &[]),
    (true, true, &[]),
];

#[tokio::test]
async fn atomic_in_atomic() {
    for (inner_fails, outer_fails, left) in FATES {
        let conn = &mut connect_async().await;
        let outer = atomic(conn, async |conn| {
                add(conn, 1).await?;
                let inner = atomic(conn, async |conn| {
                        add(conn, 2).await?;
                        ends(conn, inner_fails).await
                    })
                    .await;
                assert_eq!(inner.is_err(), inner_fails);
                add(conn, 3).await?;
                ends(conn, outer_fails).await
            })
            .await;
        assert_eq!(outer.is_err(), outer_fails);
        assert_eq!(ids(conn).await, left);
    }
}

#[tokio::test]
async fn atomic_in_transaction() {
    for (inner_fails, outer_fails, left) in FATES {
        let conn = &mut connect_async().await;
        let outer: Result<()> = conn
            .transaction(async |conn| {
                add(conn, 1).await?;
                let inner = atomic(conn, async |conn| {
                        add(conn, 2).await?;
                        ends(conn, inner_fails).await
                    })
                    .await;
                assert_eq!(inner.is_err(), inner_fails);
                add(conn, 3).await?;
                ends(conn, outer_fails).await
            })
            .await;
        assert_eq!(outer.is_err(), outer_fails);
        assert_eq!(ids(conn).await, left);
    }
}

#[tokio::test]
async fn transaction_in_atomic() {
    for (inner_fails, outer_fails, left) in FATES {
        let conn = &mut connect_async().await;
        let outer = atomic(conn, async |conn| {
                add(conn, 1).await?;
                let inner: Result<()> = conn
                    .transaction(async |conn| {
                        add(conn, 2).await?;
                        ends(conn, inner_fails).await
                    })
                    .await;
                assert_eq!(inner.is_err(), inner_fails);
                add(conn, 3).await?;
                ends(conn, outer_fails).await
            })
            .await;
        assert_eq!(outer.is_err(), outer_fails);
        assert_eq!(ids(conn).await, left);
    }
}

#[tokio::test]
async fn hooks_wait_for_the_outermost_commit() {
    let conn = &mut connect_async().await;
    let log = Log::default();
    on_commit(conn, log.hook("at once")).unwrap();
    assert_eq!(log.take(), ["at once"]);
    atomic(conn, async |conn| {
            on_commit(conn, log.hook("first"))?;
            let lost = atomic(conn, async |conn| {
                    on_commit(conn, log.hook("lost"))?;
                    ends(conn, true).await
                })
                .await;
            assert!(lost.is_err());
            atomic(conn, async |conn| on_commit(conn, log.hook("inner"))).await?;
            on_commit(conn, log.hook("last"))?;
            assert_eq!(log.take(), [""; 0]);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    assert_eq!(log.take(), ["first", "inner", "last"]);

    let ran: Result<()> = conn
        .transaction(async |conn| {
            atomic(conn, async |conn| on_commit(conn, log.hook("plain"))).await?;
            assert_eq!(log.take(), [""; 0]);
            Ok(())
        })
        .await;
    ran.unwrap();
    assert_eq!(log.take(), ["plain"]);
    let lost: Result<()> = conn
        .transaction(async |conn| {
            on_commit(conn, log.hook("lost"))?;
            ends(conn, true).await
        })
        .await;
    assert!(lost.is_err());
    conn.transaction(async |_| Ok::<_, DieselError>(())).await.unwrap();
    assert_eq!(log.take(), [""; 0]);
}

/// Errors among the rows of a query are not told by diesel-async's instrumentation.
#[tokio::test]
async fn a_dropped_error_runs_no_hook_without_a_commit() {
    use diesel_async::RunQueryDsl;
    #[derive(diesel::QueryableByName)]
    struct Quotient {
        #[diesel(sql_type = diesel::sql_types::Integer)]
        #[allow(dead_code)]
        n: i32,
    }
    let conn = &mut connect_async().await;
    let log = Log::default();
    let ran = atomic(conn, async |conn| {
            add(conn, 1).await?;
            on_commit(conn, log.hook("committed"))?;
            if DATABASE == "postgres" {
                let failing =
                    diesel::sql_query("SELECT 1 / (n - 2) AS n FROM generate_series(1, 3) AS n");
                assert!(failing.load::<Quotient>(conn).await.is_err());
            } else {
                assert!(add(conn, 1).await.is_err());
            }
            Ok::<_, Error>(())
        })
        .await;
    if DATABASE == "postgres" {
        assert!(matches!(ran, Err(Error::RolledBack)), "{ran:?}");
        assert_eq!(log.take(), [""; 0]);
    } else {
        ran.unwrap();
        assert_eq!(log.take(), ["committed"]);
    }
}
