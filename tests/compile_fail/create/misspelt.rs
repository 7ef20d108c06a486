//! A misspelt field.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Album.create(titel = "Powerage", artist_id = 1));
}
