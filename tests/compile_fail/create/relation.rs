//! What is no row of the relation's model.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(album: &Album, artist: Artist) {
    let _ = queryset!(Album.create(title = "Powerage", artist = album));
    let _ = queryset!(Album.create(title = "Powerage", artist = artist));
    let _ = queryset!(Album.create(title = "Powerage", artist = 1));
}
