//! Rows of another model.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(tracks: Vec<Track>, conn: &mut SqliteConnection) {
    let _ = queryset!(Album.bulk_update(&tracks, title)).run(conn);
}
