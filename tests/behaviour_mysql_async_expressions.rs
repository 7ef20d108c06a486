//! The behaviour suite on MariaDB or MySQL, by diesel-async's connection: expressions.
#![cfg(feature = "servers")]

#[path = "behaviour/on/mysql_async.rs"]
mod on;
#[path = "behaviour/parts/expressions.rs"]
mod part;

pub use on::*;
