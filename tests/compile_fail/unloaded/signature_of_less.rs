//! A function reads more than its signature asks for.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn abroad(album: &impl AlbumWithArtist) -> bool {
    album.artist().country().is_some()
}
