//! Rows of another model, and what gives no rows.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(albums: Vec<Album>) {
    let _ = Album.bulk_create(vec![NewArtist::new("AC/DC")]);
    let _ = Album.bulk_create(albums);
    let _ = Album.bulk_create(NewAlbum::new("Powerage", 1));
    let _ = queryset!(Album.bulk_create(title = "Powerage", artist_id = 1));
}
