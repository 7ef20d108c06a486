//! The behaviour suite on PostgreSQL, by diesel-async's connection: writes.
#![cfg(feature = "servers")]

#[path = "behaviour/on/postgres_async.rs"]
mod on;
#[path = "behaviour/parts/writes.rs"]
mod part;

pub use on::*;
