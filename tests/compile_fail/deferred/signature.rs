//! A row with fields left out, where all of them are asked for.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn card(album: &impl AlbumWithArtist) -> String {
    album.title.clone()
}
fn title(album: &Album) -> &str {
    &album.title
}
fn case(conn: &mut SqliteConnection) {
    for album in &queryset!(Album.select_related(artist).only(id)).load(conn).unwrap() {
        println!("{} {}", card(album), title(album));
    }
}
