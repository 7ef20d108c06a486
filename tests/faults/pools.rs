//! Pools: an empty one says so in bounded time, and a broken connection is replaced.

use std::time::Duration;

use diesel::r2d2::{ConnectionManager, Pool};
use diesel_async::pooled_connection::{AsyncDieselConnectionManager, bb8, deadpool};
use orm_core::prelude::*;

use crate::proxy::Fault;
use crate::stage::{Database, SHELVES, Shelf, Stage, assert_lost};

const PATIENCE: Duration = Duration::from_millis(400);

fn r2d2<C>(database: Database)
where
    C: diesel::r2d2::R2D2Connection + 'static,
    Pool<ConnectionManager<C>>: Loads,
{
    let stage = Stage::new(database);
    let pool = Pool::builder()
        .max_size(1)
        .connection_timeout(PATIENCE)
        .build(ConnectionManager::<C>::new(stage.url()))
        .unwrap();

    let held = pool.get().unwrap();
    assert!(
        stage.soon(|| pool.get()).is_err(),
        "a second connection out of a pool of one"
    );
    drop(held);
    assert_eq!(stage.soon(|| pool.load()).unwrap(), SHELVES);

    // Cut while it was idle, and cut in a load.
    stage.proxy.cut_all();
    assert_eq!(stage.soon(|| pool.load()).unwrap(), SHELVES);
    stage.proxy.on("books", Fault::Cut);
    assert_lost(&stage.soon(|| pool.load_books()).unwrap_err());
    assert!(stage.proxy.happened());
    assert_eq!(stage.soon(|| pool.load()).unwrap(), SHELVES);

    // Nobody there for a while.
    stage.proxy.refuse(true);
    stage.proxy.cut_all();
    assert!(stage.soon(|| pool.get()).is_err());
    stage.proxy.refuse(false);
    let back = stage.soon(|| {
        std::iter::repeat_with(|| pool.get())
            .take(20)
            .find(Result::is_ok)
    });
    assert!(back.is_some(), "no connection though the server is back");
}

/// Loads through a connection of the pool, and how many shelves they give.
trait Loads {
    fn load(&self) -> orm_core::Result<i64>;
    /// With the books: a statement that the connection has not prepared yet.
    fn load_books(&self) -> orm_core::Result<i64>;
}

macro_rules! loads {
    ($($conn:ty),*) => { $(
        impl Loads for Pool<ConnectionManager<$conn>> {
            fn load(&self) -> orm_core::Result<i64> {
                Ok(queryset!(Shelf).load(&mut self.get().unwrap())?.len() as i64)
            }
            fn load_books(&self) -> orm_core::Result<i64> {
                let shelves = queryset!(Shelf.prefetch_related(books));
                Ok(shelves.load(&mut self.get().unwrap())?.len() as i64)
            }
        }
    )* };
}
loads!(diesel::PgConnection, diesel::MysqlConnection);

#[test]
fn r2d2_on_postgres() {
    r2d2::<diesel::PgConnection>(Database::Postgres);
}

#[test]
fn r2d2_on_mysql() {
    r2d2::<diesel::MysqlConnection>(Database::Mysql);
}

macro_rules! async_pools {
    ($($database:ident $conn:ty: $bb8:ident $deadpool:ident;)*) => { $(
        #[tokio::test]
        async fn $bb8() {
            let stage = Stage::new(Database::$database);
            let manager = AsyncDieselConnectionManager::<$conn>::new(stage.url());
            let pool = bb8::Pool::builder()
                .max_size(1)
                .connection_timeout(PATIENCE)
                .build(manager)
                .await
                .unwrap();
            let load = async || {
                let mut conn = pool.get().await.expect("a connection");
                Ok(queryset!(Shelf).load(&mut conn).await?.len() as i64)
            };
            // With the books: a statement that the connection has not prepared yet.
            let load_books = async || {
                let mut conn = pool.get().await.expect("a connection");
                let shelves = queryset!(Shelf.prefetch_related(books));
                Ok(shelves.load(&mut conn).await?.len() as i64)
            };

            let held = pool.get().await.unwrap();
            let none = soon(pool.get()).await;
            assert!(matches!(none, Err(bb8::RunError::TimedOut)), "{:?}", none.err());
            drop(held);
            recovers(&stage, load, load_books).await;

            stage.proxy.refuse(true);
            stage.proxy.cut_all();
            assert!(soon(pool.get()).await.is_err());
            stage.proxy.refuse(false);
            assert_eq!(soon(load()).await.unwrap(), SHELVES);
        }

        #[tokio::test]
        async fn $deadpool() {
            let stage = Stage::new(Database::$database);
            let manager = AsyncDieselConnectionManager::<$conn>::new(stage.url());
            let pool = deadpool::Pool::builder(manager).max_size(1).build().unwrap();
            let load = async || {
                let mut conn = pool.get().await.expect("a connection");
                Ok(queryset!(Shelf).load(&mut conn).await?.len() as i64)
            };
            // With the books: a statement that the connection has not prepared yet.
            let load_books = async || {
                let mut conn = pool.get().await.expect("a connection");
                let shelves = queryset!(Shelf.prefetch_related(books));
                Ok(shelves.load(&mut conn).await?.len() as i64)
            };

            let held = pool.get().await.unwrap();
            // Without patience it answers itself; with some, the clock is tokio's.
            let mut limits = pool.timeouts();
            limits.wait = Some(Duration::ZERO);
            let none = soon(pool.timeout_get(&limits)).await;
            assert!(matches!(none, Err(deadpool::PoolError::Timeout(_))), "{:?}", none.err());
            assert!(tokio::time::timeout(PATIENCE, pool.get()).await.is_err());
            drop(held);
            recovers(&stage, load, load_books).await;

            stage.proxy.refuse(true);
            stage.proxy.cut_all();
            let none = soon(pool.get()).await;
            assert!(matches!(none, Err(deadpool::PoolError::Backend(_))), "{:?}", none.err());
            stage.proxy.refuse(false);
            assert_eq!(soon(load()).await.unwrap(), SHELVES);
        }
    )* };
}
async_pools! {
    Postgres diesel_async::AsyncPgConnection: bb8_on_postgres deadpool_on_postgres;
    Mysql diesel_async::AsyncMysqlConnection: bb8_on_mysql deadpool_on_mysql;
}

/// A pool of one connection gives a good one after each fault.
async fn recovers(
    stage: &Stage,
    load: impl AsyncFn() -> orm_core::Result<i64>,
    load_books: impl AsyncFn() -> orm_core::Result<i64>,
) {
    assert_eq!(soon(load()).await.unwrap(), SHELVES);
    // Cut while it was idle, and cut in a load.
    stage.proxy.cut_all();
    assert_eq!(soon(load()).await.unwrap(), SHELVES);
    stage.proxy.on("books", Fault::Cut);
    assert_lost(&soon(load_books()).await.unwrap_err());
    assert!(stage.proxy.happened());
    assert_eq!(soon(load()).await.unwrap(), SHELVES);
    // Given up, and answered later: nobody else gets that answer.
    stage
        .proxy
        .on("books", Fault::Delay(Duration::from_millis(250)));
    let patience = Duration::from_millis(100);
    assert!(tokio::time::timeout(patience, load_books()).await.is_err());
    for _ in 0..3 {
        assert_eq!(soon(load()).await.unwrap(), SHELVES);
        assert_eq!(soon(load_books()).await.unwrap(), SHELVES);
    }
}

async fn soon<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(10), future)
        .await
        .expect("an answer in bounded time")
}
