//! A pool, and not a connection of it.
#[path = "../models.rs"]
mod models;
use models::*;
use diesel::r2d2::{ConnectionManager, Pool};
fn main() {}

fn case(pool: &mut Pool<ConnectionManager<SqliteConnection>>) -> orm_core::Result<usize> {
    let albums = queryset!(Album).load(pool)?;
    Ok(albums.len())
}
