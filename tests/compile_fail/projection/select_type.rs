//! A field of another type than the value.
#[path = "../models.rs"]
mod models;
use models::*;

struct Card {
    title: String,
    artist: String,
}

fn main() {
    let _ = queryset!(Album.select(Card { title, artist: artist.country.name }));
}
