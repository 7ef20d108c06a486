//! The behaviour suite on PostgreSQL, by diesel-async's connection: expressions.
#![cfg(feature = "servers")]

#[path = "behaviour/on/postgres_async.rs"]
mod on;
#[path = "behaviour/parts/expressions.rs"]
mod part;

pub use on::*;
