//! Keys of another type.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(track: &Track, names: &[String]) {
    let _ = queryset!(track.playlists.add("rock"));
    let _ = queryset!(track.playlists.set(names));
}
