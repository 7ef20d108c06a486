//! A function that takes whole or part reads the whole.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn count(album: &impl AlbumWithSomeTracks) -> usize {
    album.tracks().len()
}
