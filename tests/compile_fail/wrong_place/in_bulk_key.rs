//! `in_bulk` by keys of another type.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album).in_bulk(["a", "b"], conn)?;
    println!("{}", albums.len());
    Ok(())
}
