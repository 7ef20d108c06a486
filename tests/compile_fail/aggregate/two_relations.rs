//! One aggregate of two relations.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.annotate(n = sum(playlists.id * album.tracks.id)));
}
