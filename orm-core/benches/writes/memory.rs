//! How much memory a bulk takes whose rows come from an iterator.

use std::process::Command;

use diesel::SqliteConnection;
use diesel::connection::{Connection as _, SimpleConnection};

use crate::models::*;
use crate::on_sqlite;

/// The variable by which this program tells itself how many rows to write.
const ASK: &str = "ORM_BENCH_ROWS";

/// Writes the rows that the environment asks for, if it does, and prints the memory.
pub fn asked() -> bool {
    let Ok(rows) = std::env::var(ASK) else {
        return false;
    };
    let rows: i32 = rows.parse().expect("a number");
    let path = std::env::temp_dir().join(format!("orm-bench-{}.sqlite3", std::process::id()));
    let mut conn = SqliteConnection::establish(&path.to_string_lossy()).expect("a file");
    conn.batch_execute("PRAGMA synchronous = OFF")
        .and_then(|()| conn.batch_execute(&on_sqlite::schema()))
        .expect("the tables");
    let before = peak();
    let news = (0..rows).map(|n| NewItem::from(Given::number(n)));
    let count = Item.bulk_create(news).count_only().run(&mut conn);
    drop(conn);
    std::fs::remove_file(&path).expect("the file");
    println!(
        "{:>9} rows: {before:>6} kB before, at most {:>6} kB",
        count.expect("the rows"),
        peak()
    );
    true
}

/// The most that was resident, in kB, where the system tells it.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok());
    kilobytes.unwrap_or(0)
}

/// Each number of rows in a process of its own: memory once taken is not given back.
pub fn compare() {
    let this = std::env::current_exe().expect("this program's path");
    for rows in [100_000, 1_000_000] {
        let status = Command::new(&this).env(ASK, rows.to_string()).status();
        assert!(status.expect("this program").success());
    }
}
