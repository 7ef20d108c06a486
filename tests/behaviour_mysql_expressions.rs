//! The behaviour suite on MariaDB or MySQL, by Diesel's connection: expressions.
#![cfg(feature = "servers")]

#[path = "behaviour/on/mysql.rs"]
mod on;
#[path = "behaviour/parts/expressions.rs"]
mod part;

pub use on::*;
