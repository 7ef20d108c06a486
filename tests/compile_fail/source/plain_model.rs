//! A plain model is no source.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(album: Album, conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let album = queryset!(album.prefetch_related(tracks)).load(conn)?;
    println!("{}", album.tracks().len());
    Ok(())
}
