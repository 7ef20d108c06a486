//! A row type in a signature holds what it names.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn count(albums: &[row!(Album.select_related(artist))]) {
    let _ = albums.iter().map(|album| album.tracks().len()).sum::<usize>();
}
