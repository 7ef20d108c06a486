//! The sides on PostgreSQL, sync and async, and the data on a server.

use std::io::Write as _;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_async::{AsyncConnection as _, AsyncPgConnection};
use orm_core::prelude::*;
use orm_core::{Annotated, One};
use rusqlite::types::ValueRef;

use crate::models::*;
use crate::sides::{Directly, On, Side, answers};
use crate::{by_hand_async, data, ours_async};

#[path = "by_hand.rs"]
mod by_hand;
#[path = "ours.rs"]
mod ours;

pub type Conn = PgConnection;
/// An expert's: libpq fetches all rows otherwise.
pub type Streaming = diesel::pg::PgRowByRowLoadingMode;

/// The functions give futures. One thread runs them and the connection.
struct Waiting(tokio::runtime::Runtime);

impl Waiting {
    fn answer<T, E: std::fmt::Debug>(&self, future: impl Future<Output = Result<T, E>>) -> T {
        self.0.block_on(future).unwrap()
    }
}

answers!(plain, On<Conn>, by_hand);
answers!(ours, On<Conn>, ours);
answers!(plain, On<AsyncPgConnection, Waiting>, by_hand_async);
answers!(ours, On<AsyncPgConnection, Waiting>, ours_async);

/// A connection a side. Async sides are compared with each other.
pub fn open(url: &str) -> Vec<Side> {
    let sync = || On {
        conn: PgConnection::establish(url).expect("the data"),
        way: Directly,
    };
    let asynchronous = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let conn = runtime.block_on(AsyncPgConnection::establish(url));
        On {
            conn: conn.expect("the data"),
            way: Waiting(runtime),
        }
    };
    vec![
        Side::plain("Diesel", 0, sync()),
        Side::ours("ours", 0, sync()),
        Side::plain("diesel-async", 2, asynchronous()),
        Side::ours("ours, async", 2, asynchronous()),
    ]
}

/// A database of the bench's own on the server that `ORM_TEST_POSTGRES` names. It is dropped
/// at the end, unless `ORM_BENCH_KEEP` gives it a name.
pub struct Database {
    server: String,
    name: String,
    keep: bool,
}

impl Database {
    pub fn make() -> Self {
        let server = std::env::var("ORM_TEST_POSTGRES")
            .unwrap_or_else(|_| "postgres://root@127.0.0.1/postgres".to_owned());
        let kept = std::env::var("ORM_BENCH_KEEP").ok();
        let database = Self {
            server,
            keep: kept.is_some(),
            name: kept.unwrap_or_else(|| format!("orm_bench_{}", std::process::id())),
        };
        let made = database.on_server(&format!("CREATE DATABASE \"{}\"", database.name));
        // A kept one that is there is taken as it is.
        if made.is_ok() || !database.keep {
            made.expect("a database");
            fill(&database.url());
        }
        database
    }

    /// The server's URL with this database in it.
    pub fn url(&self) -> String {
        let (address, options) = match self.server.split_once('?') {
            Some((address, options)) => (address, format!("?{options}")),
            None => (self.server.as_str(), String::new()),
        };
        let (host, _) = address.rsplit_once('/').expect("a URL with a database");
        format!("{host}/{}{options}", self.name)
    }

    fn on_server(&self, sql: &str) -> QueryResult<()> {
        let mut conn = PgConnection::establish(&self.server).expect("a PostgreSQL server");
        conn.batch_execute(sql)
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if !self.keep {
            let dropped = self.on_server(&format!("DROP DATABASE \"{}\" WITH (FORCE)", self.name));
            if let Err(error) = dropped {
                eprintln!("{} is left on the server: {error}", self.name);
            }
        }
    }
}

/// The same rows as on SQLite, read from there.
fn fill(url: &str) {
    let path = std::env::temp_dir().join(format!("orm-bench-{}.copy", std::process::id()));
    data::write(&path).expect("the data");
    let mut conn = PgConnection::establish(url).expect("the new database");
    let schema = data::SCHEMA.replace("visits (id INTEGER", "visits (id BIGINT");
    conn.batch_execute(&schema).expect("the tables");
    macro_rules! copy {
        ($($table:ident)*) => { $(
            diesel::copy_from($table::table)
                .from_raw_data($table::table, |to| copy(&path, stringify!($table), to))
                .with_format(diesel::pg::CopyFormat::Csv)
                .execute(&mut conn)
                .expect("a copy");
        )* };
    }
    copy!(countries publishers authors books tags book_tags reviews visits);
    conn.batch_execute(data::INDEXES).expect("the indexes");
    conn.batch_execute("VACUUM ANALYZE").expect("a vacuum");
    std::fs::remove_file(&path).expect("the file of the copy");
}

/// A table as CSV: text in quotes, so that an empty one is no NULL.
fn copy(from: &Path, table: &str, to: &mut dyn std::io::Write) -> QueryResult<()> {
    let mut write = || -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        let conn = rusqlite::Connection::open(from)?;
        let mut statement = conn.prepare(&format!("SELECT * FROM {table}"))?;
        let columns = statement.column_count();
        let mut rows = statement.query([])?;
        let mut line = Vec::new();
        while let Some(row) = rows.next()? {
            for at in 0..columns {
                if at > 0 {
                    line.push(b',');
                }
                match row.get_ref(at)? {
                    ValueRef::Null => {}
                    ValueRef::Integer(value) => write!(line, "{value}")?,
                    ValueRef::Real(value) => write!(line, "{value}")?,
                    ValueRef::Text(text) => {
                        let text = std::str::from_utf8(text)?.replace('"', "\"\"");
                        write!(line, "\"{text}\"")?;
                    }
                    ValueRef::Blob(_) => return Err("no table has blobs".into()),
                }
            }
            line.push(b'\n');
            to.write_all(&line)?;
            line.clear();
        }
        Ok(())
    };
    write().map_err(diesel::result::Error::QueryBuilderError)
}
