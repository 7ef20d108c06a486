//! The behaviour suite on PostgreSQL, by Diesel's connection: expressions.
#![cfg(feature = "servers")]

#[path = "behaviour/on/postgres.rs"]
mod on;
#[path = "behaviour/parts/expressions.rs"]
mod part;

pub use on::*;
