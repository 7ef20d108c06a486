//! The behaviour suite on PostgreSQL, by Diesel's connection: expressions.
#![cfg(feature = "servers")]

#[path = "behaviour/functions_search.rs"]
mod functions_search;
#[path = "behaviour/on/postgres.rs"]
mod on;
#[path = "behaviour/parts/expressions.rs"]
mod part;

pub use on::*;
