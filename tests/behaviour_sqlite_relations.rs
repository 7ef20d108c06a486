//! The behaviour suite on SQLite, by Diesel's connection: relations.

#[path = "behaviour/on/sqlite.rs"]
mod on;
#[path = "behaviour/parts/relations.rs"]
mod part;

pub use on::*;
