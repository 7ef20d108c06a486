//! A relation that the rows of a relation have already.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let artists = queryset!(Artist.prefetch_related(albums.tracks)).load(conn)?;
    let _ = queryset!(artists.prefetch_related(albums.tracks));
    Ok(())
}
