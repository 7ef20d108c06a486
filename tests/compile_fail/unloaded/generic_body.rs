//! A generic function that does not ask for what it reads.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn tracks_of<A: AlbumWithArtist>(albums: &[A]) -> usize {
    albums.iter().map(|album| album.tracks().len()).sum()
}
