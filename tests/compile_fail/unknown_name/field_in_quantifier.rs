//! A misspelt field inside a quantifier.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(tracks.any(milisecond > 1)));
}
