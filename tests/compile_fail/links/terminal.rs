//! What takes a connection goes outside.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(track: &Track, conn: &mut SqliteConnection) {
    let _ = queryset!(track.playlists.clear().run(conn));
    let _ = queryset!(track.playlists.clear()[..3]);
}
