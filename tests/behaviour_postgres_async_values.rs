//! The behaviour suite on PostgreSQL, by diesel-async's connection: values.
#![cfg(feature = "servers")]

#[path = "behaviour/on/postgres_async.rs"]
mod on;
#[path = "behaviour/parts/values.rs"]
mod part;

pub use on::*;
