//! The behaviour suite on SQLite, by diesel-async's connection: values.

#[path = "behaviour/on/sqlite_async.rs"]
mod on;
#[path = "behaviour/parts/values.rs"]
mod part;

pub use on::*;
