//! MariaDB or MySQL, by diesel-async's connection.

#![allow(dead_code, unused_imports, unused_macros)] // each part of the suite uses some of it

#[path = "../databases/mysql.rs"]
pub mod database;
#[path = "../drivers/asynchronous.rs"]
pub mod driver;
#[path = "../support.rs"]
pub mod support;

pub type Conn = diesel_async::AsyncMysqlConnection;
pub type Lane = orm_core::load::lane::OnMysql;

pub fn register_regular_expressions(_: &mut Conn) {}
pub fn register_mathematics(_: &mut Conn) {}
