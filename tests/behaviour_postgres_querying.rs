//! The behaviour suite on PostgreSQL, by Diesel's connection: querying.
#![cfg(feature = "servers")]

#[path = "behaviour/distinct_on.rs"]
mod distinct_on;
#[path = "behaviour/on/postgres.rs"]
mod on;
#[path = "behaviour/parts/querying.rs"]
mod part;

pub use on::*;
use part::model_attributes;
