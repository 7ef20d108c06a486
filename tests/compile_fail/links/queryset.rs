//! The row is not there yet.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(playlist: &Playlist) {
    let _ = queryset!(Track.playlists.add(playlist));
}
