//! PostgreSQL, by tokio-postgres.

#[path = "cases.rs"]
mod cases;
#[path = "asynchronous.rs"]
mod driver;
#[path = "dropped.rs"]
mod dropped;
#[path = "silence.rs"]
mod silence;
#[path = "writes.rs"]
mod writes;

use diesel::result::DatabaseErrorKind;

pub type Conn = diesel_async::AsyncPgConnection;
pub const DATABASE: crate::stage::Database = crate::stage::Database::Postgres;

/// How the client types a connection that was closed.
pub fn is_closed(kind: &DatabaseErrorKind) -> bool {
    matches!(kind, DatabaseErrorKind::UnableToSendCommand)
}
