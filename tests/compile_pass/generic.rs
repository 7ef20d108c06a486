//! Generic code over models and connections.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

fn how_many<M: orm_core::NoTenant>(conn: &mut SqliteConnection) -> orm_core::Result<i64>
where
    orm_core::AllOf<M>: orm_core::LoadOn<SqliteConnection>,
{
    orm_core::model::<M>().count(conn)
}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<i64> {
    Ok(how_many::<Album>(conn)? + how_many::<Artist>(conn)?)
}

fn main() {}
