//! No column is named.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(tracks: Vec<Track>, conn: &mut SqliteConnection) {
    let _ = queryset!(Track.bulk_update(&tracks)).run(conn);
}
