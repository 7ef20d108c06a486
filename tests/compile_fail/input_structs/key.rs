//! The key of a row does not change.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Patch)]
#[model(for = Album)]
struct EditAlbum {
    id: i32,
    title: Option<String>,
}

#[derive(Patch)]
#[model(for = PlaylistTrack)]
struct EditEntry {
    track_id: Option<i32>,
}

fn main() {}
