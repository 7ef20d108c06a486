//! The behaviour suite on MariaDB or MySQL, by Diesel's connection: values.
#![cfg(feature = "servers")]

#[path = "behaviour/on/mysql.rs"]
mod on;
#[path = "behaviour/parts/values.rs"]
mod part;

pub use on::*;
