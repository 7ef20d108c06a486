//! The behaviour suite on SQLite, by diesel-async's connection: relations.

#[path = "behaviour/on/sqlite_async.rs"]
mod on;
#[path = "behaviour/parts/relations.rs"]
mod part;

pub use on::*;
