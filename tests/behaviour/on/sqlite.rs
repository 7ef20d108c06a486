//! SQLite, by Diesel's connection.

#![allow(dead_code, unused_imports, unused_macros)] // each part of the suite uses some of it

#[path = "../databases/sqlite.rs"]
pub mod database;
#[path = "../drivers/sync.rs"]
pub mod driver;
#[path = "../support.rs"]
pub mod support;

pub type Conn = diesel::SqliteConnection;

/// SQLite has no regular expressions of its own.
pub fn register_regular_expressions(conn: &mut Conn) {
    orm_core::backend::register_regex(conn).unwrap();
}

/// Nor powers and roots.
pub fn register_mathematics(conn: &mut Conn) {
    orm_core::backend::register_math(conn).unwrap();
}
