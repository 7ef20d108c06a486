//! A connection is lent, not given away.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: SqliteConnection) -> orm_core::Result<usize> {
    let albums = queryset!(Album).load(conn)?;
    Ok(albums.len())
}
