//! Rows with fields left out.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album.only(title)).load(conn)?;
    let _ = queryset!(Album.bulk_update(&albums, title)).run(conn)?;
    Ok(())
}
