//! Rows by hand hold what was put in.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

fn name(album: Album, artist: Artist, tracks: Vec<Track>) -> usize {
    let row = AlbumRow::from(album).with_artist(artist).with_tracks(tracks);
    row.artist().name.len() + row.tracks().len() + row.into_model().title.len()
}

fn main() {}
