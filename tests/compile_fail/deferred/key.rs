//! A key cannot be left out.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Album.defer(title, artist_id));
}
