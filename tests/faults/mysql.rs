//! MariaDB and MySQL, by their C library.

#[path = "cases.rs"]
mod cases;
#[path = "sync.rs"]
mod driver;
#[path = "writes.rs"]
mod writes;

use diesel::result::DatabaseErrorKind;

pub type Conn = diesel::MysqlConnection;
pub const DATABASE: crate::stage::Database = crate::stage::Database::Mysql;

/// How the client types a connection that was closed: only its words tell.
pub fn is_closed(kind: &DatabaseErrorKind) -> bool {
    matches!(kind, DatabaseErrorKind::Unknown)
}
