//! The relation of a prefetched row, which was not loaded with it.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album.prefetch_related(tracks)).load(conn)? {
        for track in album.tracks() {
            println!("{:?}", track.genre());
        }
    }
    Ok(())
}
