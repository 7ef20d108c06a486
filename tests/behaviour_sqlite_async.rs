//! The behaviour suite on SQLite, by diesel-async's connection.

#[path = "behaviour/databases/sqlite.rs"]
mod database;
#[path = "behaviour/drivers/asynchronous.rs"]
mod driver;
#[path = "behaviour/suite.rs"]
mod suite;

use suite::{model_attributes, support};

pub type Conn =
    diesel_async::sync_connection_wrapper::SyncConnectionWrapper<diesel::SqliteConnection>;
pub type Lane = orm_core::load::lane::OnSqlite;

/// SQLite has no regular expressions of its own.
fn register_regular_expressions(conn: &mut Conn) {
    use driver::Wait;
    conn.spawn_blocking(|conn| {
        orm_core::backend::register_regex(conn).unwrap();
        Ok(())
    })
    .wait()
    .unwrap();
}

/// Nor powers and roots.
fn register_mathematics(conn: &mut Conn) {
    use driver::Wait;
    conn.spawn_blocking(|conn| {
        orm_core::backend::register_math(conn).unwrap();
        Ok(())
    })
    .wait()
    .unwrap();
}
