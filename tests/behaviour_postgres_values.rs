//! The behaviour suite on PostgreSQL, by Diesel's connection: values.
#![cfg(feature = "servers")]

#[path = "behaviour/on/postgres.rs"]
mod on;
#[path = "behaviour/parts/values.rs"]
mod part;

pub use on::*;
