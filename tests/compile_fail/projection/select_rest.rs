//! The rest of the struct from a default.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Default)]
struct Card {
    title: String,
    artist: String,
}

fn main() {
    let _ = queryset!(Album.select(Card { title, ..Default::default() }));
}
