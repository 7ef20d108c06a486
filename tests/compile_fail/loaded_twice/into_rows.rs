//! A relation that the rows have already.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album.prefetch_related(tracks)).load(conn)?;
    let _ = queryset!(albums.prefetch_related(tracks.filter(price < 1.0)));
    Ok(())
}
