//! An enum of connections of which this library was not told.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    Sqlite(SqliteConnection),
}

fn main() {}

fn case(conn: &mut AnyConnection) -> orm_core::Result<usize> {
    let albums = queryset!(Album.prefetch_related(tracks)).load(conn)?;
    Ok(albums.len())
}
