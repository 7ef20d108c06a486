//! The behaviour suite on PostgreSQL, by diesel-async's connection: querying.
#![cfg(feature = "servers")]

#[path = "behaviour/distinct_on.rs"]
mod distinct_on;
#[path = "behaviour/on/postgres_async.rs"]
mod on;
#[path = "behaviour/parts/querying.rs"]
mod part;

pub use on::*;
use part::model_attributes;
