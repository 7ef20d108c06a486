//! Values of other types.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(price: Option<f64>) {
    let _ = queryset!(Album.create(title = 5, artist_id = 1));
    let _ = queryset!(Album.create(title = "Powerage", artist_id = "one"));
    let _ = queryset!(Track.create(name = "Go", album_id = 1, milliseconds = 1, price = price));
}
