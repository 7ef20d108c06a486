//! A relation that the rows have already, and that another path leads through.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album.select_related(artist)).load(conn)?;
    let _ = queryset!(albums.prefetch_related(artist.albums, artist));
    Ok(())
}
