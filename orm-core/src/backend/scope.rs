//! A condition whose type is not known where it is written, nor the database.

use diesel::QueryResult;
use diesel::query_builder::AstPass;

/// A condition with its type erased, on each enabled database.
pub trait ScopeSql: Send + Sync {
    /// Writes it for SQLite.
    ///
    /// # Errors
    /// Those of the query builder.
    #[cfg(feature = "sqlite")]
    fn on_sqlite<'b>(&'b self, out: AstPass<'_, 'b, diesel::sqlite::Sqlite>) -> QueryResult<()>;
    /// Writes it for PostgreSQL.
    ///
    /// # Errors
    /// Those of the query builder.
    #[cfg(feature = "postgres-backend")]
    fn on_postgres<'b>(&'b self, out: AstPass<'_, 'b, diesel::pg::Pg>) -> QueryResult<()>;
    /// Writes it for MySQL and MariaDB.
    ///
    /// # Errors
    /// Those of the query builder.
    #[cfg(feature = "mysql-backend")]
    fn on_mysql<'b>(&'b self, out: AstPass<'_, 'b, diesel::mysql::Mysql>) -> QueryResult<()>;
}
