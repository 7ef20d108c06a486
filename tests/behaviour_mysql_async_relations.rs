//! The behaviour suite on MariaDB or MySQL, by diesel-async's connection: relations.
#![cfg(feature = "servers")]

#[path = "behaviour/on/mysql_async.rs"]
mod on;
#[path = "behaviour/parts/relations.rs"]
mod part;

pub use on::*;
