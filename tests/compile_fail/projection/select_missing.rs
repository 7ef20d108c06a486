//! A field of the struct that was forgotten.
#[path = "../models.rs"]
mod models;
use models::*;

struct Card {
    title: String,
    artist: String,
}

fn main() {
    let _ = queryset!(Album.select(Card { title }));
}
