//! Connections, the model of the tests, and statements to look at.

use std::sync::{Arc, Mutex};

use diesel::connection::{Connection, InstrumentationEvent};
use diesel_async::AsyncConnection;
use orm_core::prelude::*;

/// A row of a table that each connection has for itself.
#[derive(Model, Debug, Clone)]
#[model(table = "tx_notes")]
pub struct Note {
    pub id: i32,
}

const TABLE: &str = "CREATE TEMPORARY TABLE tx_notes (id INTEGER PRIMARY KEY)";

pub fn postgres_url() -> String {
    url("ORM_TEST_POSTGRES", "postgres://root@127.0.0.1/test")
}

pub fn mysql_url() -> String {
    url("ORM_TEST_MYSQL", "mysql://root@127.0.0.1/test")
}

fn url(variable: &str, default: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| default.to_owned())
}

pub fn establish<C: Connection>(url: &str) -> C {
    C::establish(url).unwrap_or_else(|error| panic!("no database answers at {url}: {error}"))
}

pub async fn establish_async<C: AsyncConnection>(url: &str) -> C {
    let opened = C::establish(url).await;
    opened.unwrap_or_else(|error| panic!("no database answers at {url}: {error}"))
}

fn with_table<C: Connection>(url: &str) -> C {
    let mut conn: C = establish(url);
    conn.batch_execute(TABLE).unwrap();
    conn
}

async fn with_table_async<C: AsyncConnection>(url: &str) -> C {
    let mut conn: C = establish_async(url).await;
    conn.batch_execute(TABLE).await.unwrap();
    conn
}

macro_rules! databases {
    ($($db:ident $conn:ty, $async_conn:ty, $url:expr;)*) => { $(
        pub mod $db {
            pub type Conn = $conn;
            pub type AsyncConn = $async_conn;

            pub fn connect() -> Conn {
                super::with_table(&$url)
            }
            pub async fn connect_async() -> AsyncConn {
                super::with_table_async(&$url).await
            }
        }
    )* };
}
databases! {
    sqlite diesel::SqliteConnection,
        diesel_async::sync_connection_wrapper::SyncConnectionWrapper<diesel::SqliteConnection>,
        ":memory:";
    postgres diesel::PgConnection, diesel_async::AsyncPgConnection, super::postgres_url();
    mysql diesel::MysqlConnection, diesel_async::AsyncMysqlConnection, super::mysql_url();
}

/// What was said, in order, by hooks and statements.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub fn say(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }
    /// Says it when called.
    pub fn hook(&self, text: &str) -> impl FnOnce() + Send + 'static {
        let (log, text) = (self.clone(), text.to_owned());
        move || log.say(text)
    }
    /// All that was said since the last look.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
    /// An instrumentation that says each statement.
    pub fn statements(&self) -> impl Fn(InstrumentationEvent<'_>) + Send + 'static {
        let log = self.clone();
        move |event| {
            if let InstrumentationEvent::StartQuery { query, .. } = event {
                log.say(query.to_string().split(" -- ").next().unwrap_or_default());
            }
        }
    }
}

/// Calls what panics with this text, and swallows the panic.
pub fn panics_with(text: &str, call: impl FnOnce()) {
    let panic = std::panic::catch_unwind(std::panic::AssertUnwindSafe(call)).unwrap_err();
    assert_eq!(panic.downcast_ref::<&str>(), Some(&text));
}
