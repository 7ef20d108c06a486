//! PostgreSQL: each test makes its tables in its connection's own temporary schema, which
//! goes with the connection. So nothing is left behind, and nobody else sees it.

pub type Backend = diesel::pg::Pg;
pub const DIALECT: orm_core::backend::Dialect = orm_core::backend::Dialect::Postgres;

pub fn url() -> String {
    std::env::var("ORM_TEST_POSTGRES")
        .unwrap_or_else(|_| "postgres://root@127.0.0.1:5432/postgres".to_owned())
}

/// What a new connection runs first.
pub fn prepare() -> String {
    "SET search_path TO pg_temp; SET client_min_messages TO error;".to_owned()
}

/// Makes a database schema for this test alone, as a statement: in a transaction that ends
/// with the connection.
pub fn schema(name: &str) -> String {
    format!("BEGIN; CREATE SCHEMA {name};")
}

/// Why there may be no connection.
pub const HELP: &str = "these tests need a PostgreSQL server: start one, or name it in \
    ORM_TEST_POSTGRES (postgres://user:password@host:port/database)";
