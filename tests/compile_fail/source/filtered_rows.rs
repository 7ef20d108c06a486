//! Rows that are there already are not filtered by the database.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album).load(conn)?;
    let _ = queryset!(albums.filter(title == "x"));
    Ok(())
}
