//! No connection.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(track: &Track, pool: &mut String) {
    let _ = queryset!(track.playlists.clear()).run(pool);
}
