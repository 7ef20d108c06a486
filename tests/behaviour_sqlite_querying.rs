//! The behaviour suite on SQLite, by Diesel's connection: querying.

#[path = "behaviour/on/sqlite.rs"]
mod on;
#[path = "behaviour/parts/querying.rs"]
mod part;

pub use on::*;
use part::model_attributes;
