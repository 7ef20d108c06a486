//! A plain `&Album` holds no relations, to-many ones neither.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn tracks(album: &Album) -> usize {
    album.tracks().len()
}
