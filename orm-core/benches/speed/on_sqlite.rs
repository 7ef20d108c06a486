//! The sides on SQLite.

use std::path::Path;

use diesel::SqliteConnection;
use diesel::connection::{Connection as _, SimpleConnection};
use orm_core::prelude::*;
use orm_core::{Annotated, One};
use rusqlite::OpenFlags;

use crate::models::*;
use crate::raw;
use crate::sides::{Directly, On, Side, answers};

#[path = "by_hand.rs"]
mod by_hand;
#[path = "ours.rs"]
mod ours;

pub type Conn = SqliteConnection;
pub type Streaming = diesel::connection::DefaultLoadingMode;

answers!(plain, On<Conn>, by_hand);
answers!(ours, On<Conn>, ours);
answers!(plain, On<rusqlite::Connection>, raw);

const PRAGMAS: &str =
    "PRAGMA cache_size = -400000; PRAGMA temp_store = MEMORY; PRAGMA query_only = ON;";

/// A connection a side, all opened the same way: SQLite's default, serialized mode. The last
/// one is opened without SQLite's mutex.
pub fn open(path: &Path) -> Vec<Side> {
    let diesel = || {
        let mut conn = SqliteConnection::establish(&path.to_string_lossy()).expect("the data");
        conn.batch_execute(PRAGMAS).expect("pragmas");
        On {
            conn,
            way: Directly,
        }
    };
    let raw = |mutex: OpenFlags| {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_URI | mutex;
        let conn = rusqlite::Connection::open_with_flags(path, flags).expect("the data");
        conn.execute_batch(PRAGMAS).expect("pragmas");
        On {
            conn,
            way: Directly,
        }
    };
    vec![
        Side::plain("Diesel", 0, diesel()),
        Side::ours("ours", 0, diesel()),
        Side::plain("raw", 0, raw(OpenFlags::SQLITE_OPEN_FULL_MUTEX)),
        Side::plain("raw, no mutex", 0, raw(OpenFlags::SQLITE_OPEN_NO_MUTEX)),
    ]
}
