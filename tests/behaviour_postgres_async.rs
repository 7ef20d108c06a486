//! The behaviour suite on PostgreSQL, by diesel-async's connection.

#[path = "behaviour/databases/postgres.rs"]
mod database;
#[path = "behaviour/drivers/asynchronous.rs"]
mod driver;
#[path = "behaviour/functions_search.rs"]
mod functions_search;
#[path = "behaviour/suite.rs"]
mod suite;

use suite::{model_attributes, support};

pub type Conn = diesel_async::AsyncPgConnection;
pub type Lane = orm_core::load::lane::OnPostgres<orm_core::load::lane::Direct>;

fn register_regular_expressions(_: &mut Conn) {}
fn register_mathematics(_: &mut Conn) {}
