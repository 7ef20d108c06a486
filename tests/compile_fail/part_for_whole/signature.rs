//! A signature asks for all tracks, and a part was loaded.
#[path = "../models.rs"]
mod models;
use models::*;

fn minutes(album: &impl AlbumWithTracks) -> i32 {
    album.tracks().len() as i32
}

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album.prefetch_related(tracks.order_by(name)[..3])).load(conn)? {
        println!("{}", minutes(album));
    }
    Ok(())
}
