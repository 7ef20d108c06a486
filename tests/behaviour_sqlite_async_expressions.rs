//! The behaviour suite on SQLite, by diesel-async's connection: expressions.

#[path = "behaviour/on/sqlite_async.rs"]
mod on;
#[path = "behaviour/parts/expressions.rs"]
mod part;

pub use on::*;
