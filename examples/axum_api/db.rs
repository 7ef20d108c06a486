//! A pool of connections to SQLite or to PostgreSQL, chosen by the URL when the program starts.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use diesel::SqliteConnection;
use diesel::connection::InstrumentationEvent;
use diesel_async::pooled_connection::AsyncDieselConnectionManager;
use diesel_async::pooled_connection::bb8::{Pool, PooledConnection, RunError};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{AsyncPgConnection, SimpleAsyncConnection};
use orm_core::instrument;

use crate::data;
use crate::models::Country;
use crate::problem::Problem;

/// SQLite has no async protocol: its statements run on threads that may block.
type AsyncSqliteConnection = SyncConnectionWrapper<SqliteConnection>;

/// The pool. It is the state of the router, so it is cloned: a pool is a handle.
#[derive(Clone)]
pub enum Pools {
    Sqlite(Pool<AsyncSqliteConnection>),
    Postgres(Pool<AsyncPgConnection>),
}

/// A connection out of the pool. It goes back when it is dropped.
#[allow(clippy::large_enum_variant)] // A handler holds one, and hands it to nobody.
pub enum Conn {
    Sqlite(PooledConnection<'static, AsyncSqliteConnection>),
    Postgres(PooledConnection<'static, AsyncPgConnection>),
}

/// Runs a terminal on whichever connection there is: `on!(conn => books.load(conn))?`.
///
/// A queryset is a value that knows no database, so handlers are plain functions, without a
/// type parameter for the connection: only the terminal is written for both.
macro_rules! on {
    ($conn:ident => $terminal:expr) => {
        match &mut $conn {
            $crate::db::Conn::Sqlite($conn) => $terminal.await,
            $crate::db::Conn::Postgres($conn) => $terminal.await,
        }
    };
}
pub(crate) use on;

/// What a pool may take.
pub struct Limits {
    pub connections: u32,
    /// How long a request waits for a connection before it is told that there is none.
    pub wait: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 10,
            wait: Duration::from_secs(3),
        }
    }
}

impl Pools {
    /// A pool for `postgres://…`, or for a file of SQLite, which need not be there yet.
    pub async fn open(url: &str, limits: Limits) -> Result<Self, RunError> {
        macro_rules! pool {
            () => {
                Pool::builder()
                    .max_size(limits.connections)
                    .connection_timeout(limits.wait)
                    .build(AsyncDieselConnectionManager::new(url))
                    .await
                    .map_err(RunError::User)?
            };
        }
        let is_postgres = url.starts_with("postgres://") || url.starts_with("postgresql://");
        Ok(if is_postgres {
            Self::Postgres(pool!())
        } else {
            Self::Sqlite(pool!())
        })
    }

    /// A connection, as soon as one is free.
    pub async fn get(&self) -> Result<Conn, RunError> {
        Ok(match self {
            Self::Sqlite(pool) => Conn::Sqlite(pool.get_owned().await?),
            Self::Postgres(pool) => Conn::Postgres(pool.get_owned().await?),
        })
    }

    /// Makes the tables that are missing, and fills them if they are empty.
    pub async fn fill(&self) -> Result<(), Box<dyn Error>> {
        let mut conn = self.get().await?;
        on!(conn => conn.batch_execute(data::SCHEMA))?;
        if !on!(conn => Country.exists(conn))? {
            let rows = format!("BEGIN; {} COMMIT;", data::rows()?);
            on!(conn => conn.batch_execute(&rows))?;
        }
        Ok(())
    }
}

/// A handler with a parameter `conn: Conn` gets a connection, or the client is told to come
/// again. Write it after the other parameters: then a request that is wrong takes none.
impl FromRequestParts<Pools> for Conn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, pools: &Pools) -> Result<Self, Problem> {
        let mut conn = pools.get().await?;
        if let Some(queries) = parts.extensions.get::<Queries>() {
            match &mut conn {
                Self::Sqlite(conn) => instrument::observe(&mut **conn, queries.counter()),
                Self::Postgres(conn) => instrument::observe(&mut **conn, queries.counter()),
            }
        }
        Ok(conn)
    }
}

/// How many queries a request ran.
#[derive(Clone, Default)]
pub struct Queries(Arc<AtomicUsize>);

impl Queries {
    /// The number so far.
    pub fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Diesel calls this whenever something happens on the connection.
    fn counter(&self) -> impl FnMut(InstrumentationEvent<'_>) + Send + 'static {
        let queries = self.0.clone();
        move |event| {
            if let InstrumentationEvent::StartQuery { .. } = event {
                queries.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}
