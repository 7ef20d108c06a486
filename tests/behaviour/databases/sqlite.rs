//! SQLite: each test has a database in memory.

pub type Backend = diesel::sqlite::Sqlite;
pub const DIALECT: orm_core::backend::Dialect = orm_core::backend::Dialect::Sqlite;

pub fn url() -> String {
    ":memory:".to_owned()
}

/// What a new connection runs first.
pub fn prepare() -> String {
    String::new()
}

/// Makes a database schema for this test alone, as a statement.
pub fn schema(name: &str) -> String {
    format!("ATTACH ':memory:' AS {name};")
}

/// Why there may be no connection.
pub const HELP: &str = "SQLite needs no server";
