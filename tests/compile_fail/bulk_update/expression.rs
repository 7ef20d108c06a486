//! A value of the wrong type, a calculation of a stale value, and a column that is named twice.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(tracks: Vec<Track>, price: f64, conn: &mut SqliteConnection) {
    let _ = queryset!(Track.bulk_update(&tracks, price = "dear")).run(conn);
    let _ = queryset!(Track.bulk_update(&tracks, price = price * 2.0)).run(conn);
    let _ = queryset!(Track.bulk_update(&tracks, price, price = F(price) * 2.0)).run(conn);
}
