//! A queryset in a signature promises the databases themselves.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    Sqlite(SqliteConnection),
}
orm_core::multi_connection!(AnyConnection { Sqlite });

fn all() -> impl QuerySetOf<Album> {
    queryset!(Album)
}

fn main() {}

fn case(conn: &mut AnyConnection) -> orm_core::Result<usize> {
    let albums = all().load(conn)?;
    Ok(albums.len())
}
