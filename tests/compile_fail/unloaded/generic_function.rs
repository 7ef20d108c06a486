//! A generic function asks for rows with a relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn longest<A: AlbumWithTracks>(albums: &[A]) -> Option<&A> {
    albums.iter().max_by_key(|album| album.tracks().len())
}

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    longest(&queryset!(Album.select_related(artist)).load(conn)?);
    Ok(())
}
