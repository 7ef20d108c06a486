//! The foreign key of the other rows says where they belong.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(album: &Album, track: &Track) {
    let _ = queryset!(album.tracks.add(track));
}
