//! Groups and values have no rows.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.group_by(album_id).annotate(n = count()).delete());
}
