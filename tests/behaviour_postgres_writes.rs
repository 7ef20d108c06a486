//! The behaviour suite on PostgreSQL, by Diesel's connection: writes.
#![cfg(feature = "servers")]

#[path = "behaviour/on/postgres.rs"]
mod on;
#[path = "behaviour/parts/writes.rs"]
mod part;

pub use on::*;
