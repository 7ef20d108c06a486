//! What PostgreSQL alone has, DISTINCT ON and full-text search, by Diesel's connection.
#![cfg(feature = "servers")]

#[path = "behaviour/distinct_on.rs"]
mod distinct_on;
#[path = "behaviour/functions_search.rs"]
mod functions_search;
#[path = "behaviour/on/postgres.rs"]
mod on;

pub use on::*;
