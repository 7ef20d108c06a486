//! All tracks are taken out, and a part was loaded.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in queryset!(Album.prefetch_related(tracks.filter(price < 1.0))).load(conn)? {
        let _all: Vec<TrackRow> = album.into_tracks();
    }
    Ok(())
}
