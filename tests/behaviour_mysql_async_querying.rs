//! The behaviour suite on MariaDB or MySQL, by diesel-async's connection: querying.
#![cfg(feature = "servers")]

#[path = "behaviour/on/mysql_async.rs"]
mod on;
#[path = "behaviour/parts/querying.rs"]
mod part;

pub use on::*;
use part::model_attributes;
