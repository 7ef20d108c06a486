//! What `iterator` takes of memory: the peak of a process of its own for each connection.
//!
//! `cargo test --release --features servers --test streaming -- --ignored --nocapture table`
//! prints a table for a million rows, or as many as `ORM_STREAM_ROWS` says: how much the peak
//! rises above that of the same program with one row, by `iterator` and by `load`. It asks
//! Linux for the peak.
#![cfg(target_os = "linux")]

use std::process::Command;

use diesel::connection::{Connection as _, SimpleConnection as _};
use diesel::{MysqlConnection, PgConnection, SqliteConnection};
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use diesel_async::{
    AsyncConnection as _, AsyncMysqlConnection, AsyncPgConnection, SimpleAsyncConnection as _,
};
use futures_util::TryStreamExt as _;
use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
pub struct Visit {
    pub id: i64,
    pub book_id: i32,
    pub source: String,
}

/// The connections, and whether memory stays flat on them.
const CONNECTIONS: [(&str, bool); 6] = [
    ("PgConnection", true),
    ("AsyncPgConnection", true),
    // Diesel has the client library fetch all rows.
    ("MysqlConnection", false),
    ("AsyncMysqlConnection", true),
    ("SqliteConnection", true),
    // diesel-async fetches all rows on a thread of its own.
    ("SyncConnectionWrapper<SqliteConnection>", false),
];

/// Well above what a driver keeps in its buffers, and well below what the rows take.
const BOUND: i64 = 8 << 10;

#[test]
fn memory_does_not_grow_with_the_rows() {
    for (connection, flat) in CONNECTIONS {
        let grown = growth(connection, "iterator", 200_000);
        if flat {
            assert!(grown < BOUND, "{connection}: {grown} KiB for 200,000 rows");
        } else {
            // Where a driver learns to stream, the documentation of `iterator` is to follow.
            assert!(grown > BOUND, "{connection} streams now: {grown} KiB");
        }
    }
}

/// The bound above would be passed by a list of these rows.
#[test]
fn rows_of_a_list_take_more_than_the_bound() {
    let grown = growth("PgConnection", "load", 200_000);
    assert!(grown > 2 * BOUND, "{grown} KiB");
}

#[test]
#[ignore = "a table to read"]
fn table() {
    let rows = std::env::var("ORM_STREAM_ROWS").map_or(1_000_000, |rows| rows.parse().unwrap());
    let mib = |kib: i64| format!("{:.1} MiB", kib as f64 / 1024.0);
    println!("an empty program: {}", mib(peak("none", "none", 0)));
    println!(
        "{:<42}{:>14}{:>14}{:>14}",
        "", "one row", "iterator", "load"
    );
    for (connection, _) in CONNECTIONS {
        println!(
            "{connection:<42}{:>14}{:>14}{:>14}",
            mib(peak(connection, "iterator", 1)),
            mib(growth(connection, "iterator", rows)),
            mib(growth(connection, "load", rows)),
        );
    }
}

/// By how many KiB these rows raise the peak.
fn growth(connection: &str, way: &str, rows: usize) -> i64 {
    peak(connection, way, rows) - peak(connection, way, 1)
}

const ASK: [&str; 3] = [
    "ORM_STREAM_CONNECTION",
    "ORM_STREAM_WAY",
    "ORM_STREAM_COUNT",
];

/// The peak of a process that reads these rows, in KiB.
fn peak(connection: &str, way: &str, rows: usize) -> i64 {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["child", "--exact", "--ignored", "--nocapture"])
        .env(ASK[0], connection)
        .env(ASK[1], way)
        .env(ASK[2], rows.to_string())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let peak = said
        .lines()
        .find_map(|line| line.split_once("the peak is ")?.1.parse().ok());
    peak.unwrap_or_else(|| {
        let complaint = String::from_utf8_lossy(&output.stderr);
        panic!("{connection} gave no figure:\n{said}\n{complaint}")
    })
}

#[test]
#[ignore = "what the other tests run in a process of its own"]
fn child() {
    let [Ok(connection), Ok(way), Ok(rows)] = ASK.map(std::env::var) else {
        return;
    };
    let (load, rows) = (way == "load", rows.parse().unwrap());
    let read = match connection.as_str() {
        "PgConnection" => on_postgres(load, rows),
        "AsyncPgConnection" => wait(on_postgres_async(load, rows)),
        "MysqlConnection" => on_mysql(load, rows),
        "AsyncMysqlConnection" => wait(on_mysql_async(load, rows)),
        "SqliteConnection" => on_sqlite(load, rows),
        "SyncConnectionWrapper<SqliteConnection>" => wait(on_sqlite_async(load, rows)),
        _ => rows,
    };
    assert_eq!(read, rows);
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let peak = line.unwrap().split_whitespace().nth(1).unwrap();
    println!("\nthe peak is {peak}");
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap().block_on(future)
}

macro_rules! read {
    ($load:expr, $conn:expr) => {{
        let mut read = 0;
        if $load {
            read = queryset!(Visit).load($conn).unwrap().len();
        } else {
            for visit in queryset!(Visit).iterator($conn).unwrap() {
                read += usize::from(!visit.unwrap().source.is_empty());
            }
        }
        read
    }};
    ($load:expr, $conn:expr, await) => {{
        let mut read = 0;
        let all = queryset!(Visit);
        if $load {
            read = all.load($conn).await.unwrap().len();
        } else {
            let mut visits = all.iterator($conn).await.unwrap();
            while let Some(visit) = visits.try_next().await.unwrap() {
                read += usize::from(!visit.source.is_empty());
            }
        }
        read
    }};
}

fn url(variable: &str, default: &str) -> String {
    std::env::var(variable).unwrap_or_else(|_| default.to_owned())
}

fn postgres() -> String {
    url("ORM_TEST_POSTGRES", "postgres://root@127.0.0.1/postgres")
}

/// A table of the connection's own, so that nothing is left on the server.
fn on_postgres_sql(rows: usize) -> String {
    format!(
        "CREATE TEMPORARY TABLE visits AS SELECT i::BIGINT AS id, i AS book_id,
         'source number ' || i AS source FROM GENERATE_SERIES(1, {rows}) i"
    )
}

fn on_postgres(load: bool, rows: usize) -> usize {
    let mut conn = PgConnection::establish(&postgres()).unwrap();
    conn.batch_execute(&on_postgres_sql(rows)).unwrap();
    read!(load, &mut conn)
}

async fn on_postgres_async(load: bool, rows: usize) -> usize {
    let mut conn = AsyncPgConnection::establish(&postgres()).await.unwrap();
    conn.batch_execute(&on_postgres_sql(rows)).await.unwrap();
    read!(load, &mut conn, await)
}

fn mysql() -> String {
    url("ORM_TEST_MYSQL", "mysql://root@127.0.0.1:3306")
}

/// A database of its own on the server, dropped at the end.
struct Database(String);

impl Database {
    fn new() -> Self {
        let database = Self(format!("orm_streaming_{}", std::process::id()));
        database.on_server("CREATE DATABASE");
        database
    }

    fn on_server(&self, what: &str) {
        let mut conn = MysqlConnection::establish(&mysql()).unwrap();
        conn.batch_execute(&format!("{what} {}", self.0)).unwrap();
    }

    fn table(&self, rows: usize) -> String {
        let digits = "(SELECT 0 AS n UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3
            UNION ALL SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7
            UNION ALL SELECT 8 UNION ALL SELECT 9)";
        format!(
            "USE {};
             CREATE TABLE visits (id BIGINT NOT NULL, book_id INT NOT NULL, source TEXT NOT NULL);
             INSERT INTO visits SELECT i, i, CONCAT('source number ', i) FROM (
                SELECT 1 + a.n + 10 * b.n + 100 * c.n + 1000 * d.n + 10000 * e.n + 100000 * f.n AS i
                FROM {digits} a, {digits} b, {digits} c, {digits} d, {digits} e, {digits} f
             ) numbers WHERE i <= {rows}",
            self.0
        )
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        self.on_server("DROP DATABASE");
    }
}

fn on_mysql(load: bool, rows: usize) -> usize {
    let database = Database::new();
    let mut conn = MysqlConnection::establish(&mysql()).unwrap();
    conn.batch_execute(&database.table(rows)).unwrap();
    read!(load, &mut conn)
}

async fn on_mysql_async(load: bool, rows: usize) -> usize {
    let database = Database::new();
    let mut conn = AsyncMysqlConnection::establish(&mysql()).await.unwrap();
    conn.batch_execute(&database.table(rows)).await.unwrap();
    read!(load, &mut conn, await)
}

/// A temporary table is in a file, in front of which SQLite keeps a few pages.
fn on_sqlite_sql(rows: usize) -> String {
    format!(
        "PRAGMA temp_store = FILE; CREATE TEMPORARY TABLE visits AS
         WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < {rows})
         SELECT i AS id, i AS book_id, 'source number ' || i AS source FROM numbers"
    )
}

fn on_sqlite(load: bool, rows: usize) -> usize {
    let mut conn = SqliteConnection::establish(":memory:").unwrap();
    conn.batch_execute(&on_sqlite_sql(rows)).unwrap();
    read!(load, &mut conn)
}

async fn on_sqlite_async(load: bool, rows: usize) -> usize {
    let mut conn = SyncConnectionWrapper::<SqliteConnection>::establish(":memory:")
        .await
        .unwrap();
    conn.batch_execute(&on_sqlite_sql(rows)).await.unwrap();
    read!(load, &mut conn, await)
}
