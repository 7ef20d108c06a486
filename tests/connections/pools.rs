//! Pools: their connections are handed over as they come.

use diesel::prelude::*;
use diesel::r2d2::{ConnectionManager, Pool, R2D2Connection};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8, deadpool};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncMysqlConnection, AsyncPgConnection};
use orm_core::backend::Dialect;
use orm_core::prelude::*;

use crate::support::*;
use crate::terminals::{all, all_async, every_terminal};

fn r2d2<C: R2D2Connection + 'static>(place: &Place) -> Pool<ConnectionManager<C>> {
    let manager = ConnectionManager::new(&place.url);
    Pool::builder().max_size(2).build(manager).unwrap()
}

#[test]
fn every_terminal_runs_on_connections_of_r2d2() {
    let place = store(Dialect::Sqlite);
    every_terminal!(
        &mut r2d2::<SqliteConnection>(&place).get().unwrap(),
        all,
        []
    );
    let place = store(Dialect::Postgres);
    every_terminal!(&mut r2d2::<PgConnection>(&place).get().unwrap(), all, []);
    let place = store(Dialect::Mysql);
    every_terminal!(&mut r2d2::<MysqlConnection>(&place).get().unwrap(), all, []);
}

/// In tasks that may move between threads: all that a terminal holds is `Send`.
macro_rules! in_tasks {
    ($($test:ident: $dialect:ident $conn:ty;)*) => { $(
        mod $test {
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn bb8() {
                let place = store(Dialect::$dialect);
                let manager = AsyncDieselConnectionManager::<$conn>::new(&place.url);
                let pool = super::bb8::Pool::builder().max_size(2).build(manager).await.unwrap();
                let tasks = [(); 2].map(|()| {
                    let pool = pool.clone();
                    tokio::spawn(async move {
                        every_terminal!(&mut pool.get().await.unwrap(), all_async, [.await]);
                    })
                });
                for task in tasks {
                    task.await.unwrap();
                }
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn deadpool() {
                let place = store(Dialect::$dialect);
                let manager = AsyncDieselConnectionManager::<$conn>::new(&place.url);
                let pool = super::deadpool::Pool::builder(manager).max_size(2).build().unwrap();
                let tasks = [(); 2].map(|()| {
                    let pool = pool.clone();
                    tokio::spawn(async move {
                        every_terminal!(&mut pool.get().await.unwrap(), all_async, [.await]);
                    })
                });
                for task in tasks {
                    task.await.unwrap();
                }
            }
        }
    )* };
}
in_tasks! {
    sqlite: Sqlite SyncConnectionWrapper<SqliteConnection>;
    postgres: Postgres AsyncPgConnection;
    mysql: Mysql AsyncMysqlConnection;
}
