//! Full-text search, which PostgreSQL alone has, by diesel-async's connection.
#![cfg(feature = "servers")]

#[path = "behaviour/functions_search.rs"]
mod functions_search;
#[path = "behaviour/on/postgres_async.rs"]
mod on;

pub use on::*;
