//! Connections of diesel-async. A test's thread waits for each future.

use std::sync::LazyLock;
use std::time::Duration;

use diesel::{ConnectionResult, QueryResult};
use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use futures_util::StreamExt;
use futures_util::future::BoxFuture;
use futures_util::stream::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

use super::Conn;

/// Waits, inside a transaction's future too.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
        Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap()
    });
    match Handle::try_current() {
        Ok(inside) => tokio::task::block_in_place(|| inside.block_on(future)),
        Err(_) => RUNTIME.block_on(future),
    }
}

pub fn establish(url: &str) -> ConnectionResult<Conn> {
    block_on(Conn::establish(url))
}

pub fn batch(conn: &mut Conn, sql: &str) -> QueryResult<()> {
    block_on(conn.batch_execute(sql))
}

/// What a terminal gives, as a `Result`.
pub fn wait<T>(out: BoxFuture<'_, orm_core::Result<T>>) -> orm_core::Result<T> {
    block_on(out)
}

/// The same, given up after this time.
pub fn wait_for<T>(
    time: Duration,
    out: BoxFuture<'_, orm_core::Result<T>>,
) -> Option<orm_core::Result<T>> {
    block_on(async { tokio::time::timeout(time, out).await.ok() })
}

/// Rows one after another, until the first error.
pub fn each<T>(
    rows: BoxFuture<'_, orm_core::Result<impl Stream<Item = orm_core::Result<T>> + Unpin>>,
) -> (usize, Option<orm_core::Error>) {
    block_on(async {
        let mut count = 0;
        match rows.await {
            Ok(mut rows) => {
                while let Some(row) = rows.next().await {
                    match row {
                        Ok(_) => count += 1,
                        Err(error) => return (count, Some(error)),
                    }
                }
                (count, None)
            }
            Err(error) => (0, Some(error)),
        }
    })
}

/// Runs this in a transaction.
pub fn transaction<T: Send>(
    conn: &mut Conn,
    work: impl FnOnce(&mut Conn) -> orm_core::Result<T> + Send,
) -> orm_core::Result<T> {
    block_on(conn.transaction(async |conn| work(conn)))
}
