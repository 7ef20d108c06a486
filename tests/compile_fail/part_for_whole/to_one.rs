//! A to-one relation cannot be loaded in part.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(artist.filter(name == "x")));
}
