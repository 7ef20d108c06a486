//! The behaviour suite on PostgreSQL, by Diesel's connection.

#[path = "behaviour/databases/postgres.rs"]
mod database;
#[path = "behaviour/drivers/sync.rs"]
mod driver;
#[path = "behaviour/functions_search.rs"]
mod functions_search;
#[path = "behaviour/suite.rs"]
mod suite;

use suite::{model_attributes, support};

pub type Conn = diesel::PgConnection;

fn register_regular_expressions(_: &mut Conn) {}
fn register_mathematics(_: &mut Conn) {}
