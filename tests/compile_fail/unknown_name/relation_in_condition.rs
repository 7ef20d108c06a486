//! A misspelt relation in a condition.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(artis.name == "x"));
}
