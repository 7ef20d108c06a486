//! One relation named several times in one way.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

fn twice() {
    let _ = queryset!(Album.select_related(artist).select_related(artist.country));
    let _ = queryset!(Album.prefetch_related(tracks).prefetch_related(tracks.genre, tracks.playlists));
    let _ = queryset!(Album.select_related(artist).prefetch_related(artist.albums));
}

fn main() {}
