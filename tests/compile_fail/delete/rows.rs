//! Rows that are there: one is lent, many are said by a filter.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let tracks: Vec<TrackRow> = Vec::new();
    let _ = queryset!(tracks.delete());
}
