//! A function that promises other rows than it gives.
#[path = "../models.rs"]
mod models;
use models::*;

fn albums() -> impl QuerySetOf<Album, row!(Album.select_related(artist))> {
    queryset!(Album.prefetch_related(tracks))
}

fn main() {}
