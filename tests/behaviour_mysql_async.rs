//! The behaviour suite on MariaDB or MySQL, by diesel-async's connection.

#[path = "behaviour/databases/mysql.rs"]
mod database;
#[path = "behaviour/drivers/asynchronous.rs"]
mod driver;
#[path = "behaviour/suite.rs"]
mod suite;

use suite::{model_attributes, support};

pub type Conn = diesel_async::AsyncMysqlConnection;
pub type Lane = orm_core::load::lane::OnMysql;

fn register_regular_expressions(_: &mut Conn) {}
fn register_mathematics(_: &mut Conn) {}
