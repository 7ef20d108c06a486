//! A misspelt field behind a relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(artist.nmae == "x"));
}
