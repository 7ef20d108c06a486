//! PostgreSQL, by diesel-async's connection.

#![allow(dead_code, unused_imports, unused_macros)] // each part of the suite uses some of it

#[path = "../databases/postgres.rs"]
pub mod database;
#[path = "../drivers/asynchronous.rs"]
pub mod driver;
#[path = "../support.rs"]
pub mod support;

pub type Conn = diesel_async::AsyncPgConnection;
pub type Lane = orm_core::load::lane::OnPostgres<orm_core::load::lane::Direct>;

pub fn register_regular_expressions(_: &mut Conn) {}
pub fn register_mathematics(_: &mut Conn) {}
