//! SQLite, by diesel-async's connection.

#![allow(dead_code, unused_imports, unused_macros)] // each part of the suite uses some of it

#[path = "../databases/sqlite.rs"]
pub mod database;
#[path = "../drivers/asynchronous.rs"]
pub mod driver;
#[path = "../support.rs"]
pub mod support;

pub type Conn =
    diesel_async::sync_connection_wrapper::SyncConnectionWrapper<diesel::SqliteConnection>;
pub type Lane = orm_core::load::lane::OnSqlite;

/// SQLite has no regular expressions of its own.
pub fn register_regular_expressions(conn: &mut Conn) {
    use driver::Wait;
    conn.spawn_blocking(|conn| {
        orm_core::backend::register_regex(conn).unwrap();
        Ok(())
    })
    .wait()
    .unwrap();
}

/// Nor powers and roots.
pub fn register_mathematics(conn: &mut Conn) {
    use driver::Wait;
    conn.spawn_blocking(|conn| {
        orm_core::backend::register_math(conn).unwrap();
        Ok(())
    })
    .wait()
    .unwrap();
}
