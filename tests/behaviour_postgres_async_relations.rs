//! The behaviour suite on PostgreSQL, by diesel-async's connection: relations.
#![cfg(feature = "servers")]

#[path = "behaviour/on/postgres_async.rs"]
mod on;
#[path = "behaviour/parts/relations.rs"]
mod part;

pub use on::*;
