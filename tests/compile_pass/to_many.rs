//! To-many relations: quantifiers in conditions, batched queries for the rows.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

fn to_many() {
    let _ = queryset!(Album.filter(tracks.any(name == "x") && tracks.none(price > 2.0)));
    let _ = queryset!(Album.filter(tracks.any()).exclude(tracks.all(milliseconds > 300_000)));
    let _ = queryset!(Track.filter(album.tracks.any(name.icontains("x"))));
    let _ = queryset!(Track.filter(playlists.any(name == "x" && tracks.any(genre_id.is_null()))));
    let _ = queryset!(Artist.prefetch_related(albums.tracks.playlists));
}

fn main() {}
