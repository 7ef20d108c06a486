//! Groups, and rows that are there already.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.group_by(album_id).annotate(n = count()).update(price = 1.0));
    let rows: Vec<TrackRow> = Vec::new();
    let _ = queryset!(rows.update(price = 1.0));
}
