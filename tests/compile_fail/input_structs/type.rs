//! Values of other types.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Insert)]
#[model(for = Album)]
struct AddAlbum {
    title: i32,
    artist_id: Vec<u8>,
}

#[derive(Patch)]
#[model(for = Track)]
struct EditTrack {
    name: Option<i32>,
    price: String,
    composer: Option<Option<i64>>,
}

fn main() {}
