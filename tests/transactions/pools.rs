//! Connections out of pools: transactions, options and hooks reach through the guard.

use diesel::SqliteConnection;
use diesel::r2d2;
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8, deadpool};
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use orm_core::prelude::*;
use orm_core::transaction;
use orm_core::{Error, Result};

use crate::support::{Log, mysql_url, postgres_url};

#[test]
fn r2d2_sync() {
    let manager = r2d2::ConnectionManager::<SqliteConnection>::new(":memory:");
    let pool = r2d2::Pool::builder().max_size(1).build(manager).unwrap();
    let mut conn = pool.get().unwrap();
    let log = Log::default();
    orm_core::instrument::observe(&mut conn, log.statements());
    transaction(&mut conn)
        .immediate()
        .retry(1)
        .run(|conn| atomic(conn, |conn| on_commit(conn, log.hook("hook"))))
        .unwrap();
    let said = log.take();
    assert_eq!(
        (said[0].as_str(), said.last().unwrap().as_str()),
        ("BEGIN IMMEDIATE", "hook")
    );
}

#[tokio::test]
async fn bb8_async() {
    let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new(postgres_url());
    let pool = bb8::Pool::builder()
        .max_size(1)
        .build(manager)
        .await
        .unwrap();
    let log = Log::default();
    let said = log.clone();
    let task = tokio::spawn(async move {
        let mut conn = pool.get().await.unwrap();
        transaction(&mut conn)
            .serializable()
            .run(async |conn| {
                let inner = atomic(conn, async |conn| on_commit(conn, said.hook("hook")));
                inner.await
            })
            .await
    });
    task.await.unwrap().unwrap();
    assert_eq!(log.take(), ["hook"]);
}

#[tokio::test]
async fn deadpool_async() {
    let manager = AsyncDieselConnectionManager::<AsyncMysqlConnection>::new(mysql_url());
    let pool = deadpool::Pool::builder(manager)
        .max_size(1)
        .build()
        .unwrap();
    let log = Log::default();
    let said = log.clone();
    let task = tokio::spawn(async move {
        let mut conn = pool.get().await.unwrap();
        let failed: Result<()> = transaction(&mut conn)
            .repeatable_read()
            .retry(2)
            .run(async |conn| {
                on_commit(conn, said.hook("lost"))?;
                Err(Error::from(diesel::result::Error::NotFound))
            })
            .await;
        assert!(failed.is_err());
        atomic(&mut conn, async |conn| on_commit(conn, said.hook("hook"))).await
    });
    task.await.unwrap().unwrap();
    assert_eq!(log.take(), ["hook"]);
}

/// A future that is dropped half-way leaves its transaction open, and the pool throws the
/// connection away: the next one is in none.
#[tokio::test]
async fn a_dropped_future_commits_nothing() {
    let manager = AsyncDieselConnectionManager::<AsyncPgConnection>::new(postgres_url());
    let pool = bb8::Pool::builder()
        .max_size(1)
        .build(manager)
        .await
        .unwrap();
    let log = Log::default();
    let mut conn = pool.get().await.unwrap();
    let endless = atomic(&mut conn, async |conn| {
        on_commit(conn, log.hook("lost"))?;
        log.say("half-way");
        std::future::pending::<Result<()>>().await
    });
    let ran = tokio::time::timeout(std::time::Duration::from_millis(50), endless).await;
    assert!(ran.is_err());
    drop(conn);
    let mut conn = pool.get().await.unwrap();
    on_commit(&mut conn, log.hook("at once")).unwrap();
    assert_eq!(log.take(), ["half-way", "at once"]);
}
