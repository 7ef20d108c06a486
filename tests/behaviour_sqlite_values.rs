//! The behaviour suite on SQLite, by Diesel's connection: values.

#[path = "behaviour/on/sqlite.rs"]
mod on;
#[path = "behaviour/parts/values.rs"]
mod part;

pub use on::*;
