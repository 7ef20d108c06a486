//! The behaviour suite on MariaDB or MySQL, by diesel-async's connection: writes.
#![cfg(feature = "servers")]

#[path = "behaviour/on/mysql_async.rs"]
mod on;
#[path = "behaviour/parts/writes.rs"]
mod part;

pub use on::*;
