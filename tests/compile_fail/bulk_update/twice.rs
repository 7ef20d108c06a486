//! A column is named twice.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(tracks: Vec<Track>, conn: &mut SqliteConnection) {
    let _ = queryset!(Track.bulk_update(&tracks, price, price)).run(conn);
    let _ = queryset!(Track.bulk_update(&tracks, album, album_id)).run(conn);
}
