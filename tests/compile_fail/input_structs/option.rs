//! An Option for what has no default, and a NULL where none may be.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Insert)]
#[model(for = Album)]
struct AddAlbum {
    title: Option<String>,
    artist_id: i32,
}

#[derive(Patch)]
#[model(for = Album)]
struct EditAlbum {
    title: Option<Option<String>>,
}

fn main() {}
