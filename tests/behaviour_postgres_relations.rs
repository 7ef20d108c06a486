//! The behaviour suite on PostgreSQL, by Diesel's connection: relations.
#![cfg(feature = "servers")]

#[path = "behaviour/on/postgres.rs"]
mod on;
#[path = "behaviour/parts/relations.rs"]
mod part;

pub use on::*;
