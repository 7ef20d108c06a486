//! A plain `&Album`, handed to a function that asks for a relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn card(album: &impl AlbumWithArtist) -> String {
    album.title.clone()
}

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album.select_related(artist)).load(conn)? {
        println!("{}", card(&**album));
    }
    Ok(())
}
