//! A misspelt relation behind another.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.select_related(artist.county));
}
