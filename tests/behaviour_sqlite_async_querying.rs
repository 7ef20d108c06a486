//! The behaviour suite on SQLite, by diesel-async's connection: querying.

#[path = "behaviour/on/sqlite_async.rs"]
mod on;
#[path = "behaviour/parts/querying.rs"]
mod part;

pub use on::*;
use part::model_attributes;
