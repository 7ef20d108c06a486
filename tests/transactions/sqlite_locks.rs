//! SQLite: locks that are taken when a transaction begins.

use std::path::PathBuf;
use std::time::Duration;

use diesel::SqliteConnection;
use diesel::connection::SimpleConnection;
use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;
use orm_core::prelude::*;
use orm_core::transaction;
use orm_core::{Error, Result};

use crate::support::{Log, establish, establish_async};

/// A file that two connections open; it goes when the test ends.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let name = format!("orm-tx-{name}-{}.sqlite", std::process::id());
        let file = Self(std::env::temp_dir().join(name));
        let _ = std::fs::remove_file(&file.0);
        file.open()
            .batch_execute("CREATE TABLE t (n INTEGER)")
            .unwrap();
        file
    }
    fn url(&self) -> &str {
        self.0.to_str().unwrap()
    }
    fn open(&self) -> SqliteConnection {
        establish(self.url())
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn write(conn: &mut SqliteConnection) -> Result<()> {
    Ok(conn.batch_execute("INSERT INTO t VALUES (1)")?)
}

fn read(conn: &mut SqliteConnection) -> Result<()> {
    use diesel::RunQueryDsl;
    diesel::sql_query("SELECT n FROM t").execute(conn)?;
    Ok(())
}

fn locked(ran: Result<()>) {
    let error = ran.unwrap_err();
    assert_eq!(error.to_string(), "database is locked");
    assert!(error.is_retryable());
}

#[test]
fn immediate_and_exclusive_lock_when_they_begin() {
    let file = File::new("locks");
    let (one, other) = (&mut file.open(), &mut file.open());
    atomic(one, |_| write(other)) // nothing is locked yet
        .unwrap();
    transaction(one)
        .immediate()
        .run(|_| {
            locked(write(other));
            locked(transaction(other).immediate().run(|_| Ok(())));
            read(other)
        })
        .unwrap();
    transaction(one)
        .exclusive()
        .run(|_| {
            locked(read(other));
            Ok::<_, Error>(())
        })
        .unwrap();
    write(other).unwrap();
}

#[test]
fn the_statements_that_run() {
    let conn = &mut File::new("statements").open();
    let log = Log::default();
    orm_core::instrument::observe(conn, log.statements());
    transaction(conn)
        .immediate()
        .run(|_| Ok::<_, Error>(()))
        .unwrap();
    transaction(conn)
        .exclusive()
        .run(|_| Ok::<_, Error>(()))
        .unwrap();
    assert_eq!(
        log.take(),
        ["BEGIN IMMEDIATE", "COMMIT", "BEGIN EXCLUSIVE", "COMMIT"]
    );
}

#[test]
fn retry_waits_until_the_lock_is_free() {
    let file = File::new("retry");
    let (one, mut other) = (&mut file.open(), file.open());
    let (begun, seen) = std::sync::mpsc::channel();
    let holder = std::thread::spawn(move || {
        transaction(&mut other).immediate().run(|other| {
            begun.send(()).unwrap();
            std::thread::sleep(Duration::from_millis(60));
            write(other)
        })
    });
    seen.recv().unwrap();
    locked(transaction(one).immediate().run(|_| Ok(())));
    transaction(one).immediate().retry(20).run(write).unwrap();
    holder.join().unwrap().unwrap();
}

#[tokio::test]
async fn immediate_async() {
    let file = File::new("async");
    let other = &mut file.open();
    let mut one: SyncConnectionWrapper<SqliteConnection> = establish_async(file.url()).await;
    let ran = transaction(&mut one).immediate().run(async |_| {
        locked(write(other));
        Ok::<_, Error>(())
    });
    ran.await.unwrap();
    write(other).unwrap();
}
