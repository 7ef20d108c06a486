//! A plain `&Album` holds no relations.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn name(album: &Album) -> String {
    album.artist().name.clone()
}
