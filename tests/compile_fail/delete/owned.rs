//! A row out of a collection is lent.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let tracks: Vec<TrackRow> = Vec::new();
    for track in tracks {
        let _ = queryset!(track.delete());
    }
}
