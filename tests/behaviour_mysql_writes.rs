//! The behaviour suite on MariaDB or MySQL, by Diesel's connection: writes.
#![cfg(feature = "servers")]

#[path = "behaviour/on/mysql.rs"]
mod on;
#[path = "behaviour/parts/writes.rs"]
mod part;

pub use on::*;
