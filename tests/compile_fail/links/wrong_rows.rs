//! Rows of another model.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(track: &Track, genre: &Genre, genres: Vec<Genre>) {
    let _ = queryset!(track.playlists.add(genre));
    let _ = queryset!(track.playlists.remove(&genres));
}
