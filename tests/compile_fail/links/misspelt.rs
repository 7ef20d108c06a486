//! A misspelt relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(track: &Track) {
    let _ = queryset!(track.playlist.add(1));
    let _ = queryset!(track.playlist.clear());
}
