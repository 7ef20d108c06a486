//! The behaviour suite on SQLite, by Diesel's connection: expressions.

#[path = "behaviour/on/sqlite.rs"]
mod on;
#[path = "behaviour/parts/expressions.rs"]
mod part;

pub use on::*;
