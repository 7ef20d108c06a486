//! The behaviour suite on SQLite, by Diesel's connection: writes.

#[path = "behaviour/on/sqlite.rs"]
mod on;
#[path = "behaviour/parts/writes.rs"]
mod part;

pub use on::*;
