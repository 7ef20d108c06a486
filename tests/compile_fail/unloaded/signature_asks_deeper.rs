//! A function asks for a second level that was not loaded.
#[path = "../models.rs"]
mod models;
use models::*;

fn card(album: &impl AlbumWithArtist<Artist: ArtistWithCountry>) -> String {
    album.title.clone()
}

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album.select_related(artist)).load(conn)? {
        println!("{}", card(album));
    }
    Ok(())
}
