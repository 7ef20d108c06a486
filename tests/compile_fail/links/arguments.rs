//! How many arguments each takes.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(track: &Track) {
    let _ = queryset!(track.playlists.clear(1));
    let _ = queryset!(track.playlists.add());
    let _ = queryset!(track.playlists.set(position = 1));
    let _ = queryset!(track.playlists.add(1, 2));
    let _ = queryset!(track.playlists.remove(1, position = 1));
    let _ = queryset!(track.playlists.add(1, position = 1, position = 2));
}
