//! A function that loads what its signature does not say.
#[path = "../models.rs"]
mod models;
use models::*;

fn albums() -> impl QuerySetOf<Album> {
    queryset!(Album.select_related(artist))
}

fn main() {}
