//! A row made by hand holds what was put in and nothing else.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn name(album: Album) -> String {
    AlbumRow::from(album).artist().name.clone()
}
