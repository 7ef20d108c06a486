//! The same with the short form of the signature.
#[path = "../models.rs"]
mod models;
use models::*;

fn card(album: &has!(Album: artist, tracks)) -> String {
    album.title.clone()
}

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album.select_related(artist)).load(conn)? {
        println!("{}", card(album));
    }
    Ok(())
}
