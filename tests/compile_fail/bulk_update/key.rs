//! A column of the primary key.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(tracks: Vec<Track>, conn: &mut SqliteConnection) {
    let _ = queryset!(Track.bulk_update(&tracks, id, price)).run(conn);
}
