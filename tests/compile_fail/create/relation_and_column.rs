//! A foreign key by its relation and by its column.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(artist: &Artist) {
    let _ = queryset!(Album.create(title = "a", artist_id = 1, artist = artist));
}
