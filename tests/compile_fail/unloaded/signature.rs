//! A function asks for a relation that its argument was not loaded with.
#[path = "../models.rs"]
mod models;
use models::*;

fn card(album: &impl AlbumWithArtist<Artist: ArtistWithCountry>) -> String {
    album.title.clone()
}

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album.prefetch_related(tracks)).load(conn)? {
        println!("{}", card(album));
    }
    Ok(())
}
