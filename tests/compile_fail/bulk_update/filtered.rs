//! Behind a filter.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(tracks: Vec<Track>, conn: &mut SqliteConnection) {
    let _ = queryset!(Track.filter(id > 1).bulk_update(&tracks, price)).run(conn);
}
