//! Full-text search, which PostgreSQL alone has, by Diesel's connection.
#![cfg(feature = "servers")]

#[path = "behaviour/functions_search.rs"]
mod functions_search;
#[path = "behaviour/on/postgres.rs"]
mod on;

pub use on::*;
