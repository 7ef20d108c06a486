//! Misspelt fields.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Album.only(titel));
    let _ = queryset!(Album.select_related(artist).only(artist.nam));
}
