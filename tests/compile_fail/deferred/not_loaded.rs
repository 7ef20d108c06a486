//! Fields of a relation that is not loaded.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Album.only(title, artist.name));
    let _ = queryset!(Album.select_related(artist).defer(artist.country.name));
}
