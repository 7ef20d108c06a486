//! The behaviour suite on SQLite, by Diesel's connection.

#[path = "behaviour/databases/sqlite.rs"]
mod database;
#[path = "behaviour/drivers/sync.rs"]
mod driver;
#[path = "behaviour/suite.rs"]
mod suite;

use suite::{model_attributes, support};

pub type Conn = diesel::SqliteConnection;

/// SQLite has no regular expressions of its own.
fn register_regular_expressions(conn: &mut Conn) {
    orm_core::backend::register_regex(conn).unwrap();
}

/// Nor powers and roots.
fn register_mathematics(conn: &mut Conn) {
    orm_core::backend::register_math(conn).unwrap();
}
