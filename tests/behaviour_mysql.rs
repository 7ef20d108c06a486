//! The behaviour suite on MariaDB or MySQL, by Diesel's connection.

#[path = "behaviour/databases/mysql.rs"]
mod database;
#[path = "behaviour/drivers/sync.rs"]
mod driver;
#[path = "behaviour/suite.rs"]
mod suite;

use suite::{model_attributes, support};

pub type Conn = diesel::MysqlConnection;

fn register_regular_expressions(_: &mut Conn) {}
fn register_mathematics(_: &mut Conn) {}
