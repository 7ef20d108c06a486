//! A condition around what all rows get.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(tracks: Vec<Track>, price: Option<f64>, conn: &mut SqliteConnection) {
    let _ = queryset!(Track.bulk_update(&tracks, if let Some(p) = price { price = p })).run(conn);
}
