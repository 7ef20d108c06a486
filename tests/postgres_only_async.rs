//! What PostgreSQL alone has, DISTINCT ON and full-text search, by diesel-async's connection.
#![cfg(feature = "servers")]

#[path = "behaviour/distinct_on.rs"]
mod distinct_on;
#[path = "behaviour/functions_search.rs"]
mod functions_search;
#[path = "behaviour/on/postgres_async.rs"]
mod on;

pub use on::*;
