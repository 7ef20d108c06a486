//! The behaviour suite on MariaDB or MySQL, by Diesel's connection: relations.
#![cfg(feature = "servers")]

#[path = "behaviour/on/mysql.rs"]
mod on;
#[path = "behaviour/parts/relations.rs"]
mod part;

pub use on::*;
