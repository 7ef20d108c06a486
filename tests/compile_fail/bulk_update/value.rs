//! A value, where a column is named.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(tracks: Vec<Track>, conn: &mut SqliteConnection) {
    let _ = queryset!(Track.bulk_update(&tracks, price = 1.0)).run(conn);
}
