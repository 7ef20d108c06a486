//! The behaviour suite on SQLite, by diesel-async's connection: writes.

#[path = "behaviour/on/sqlite_async.rs"]
mod on;
#[path = "behaviour/parts/writes.rs"]
mod part;

pub use on::*;
