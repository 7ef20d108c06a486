//! A misspelt lookup.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(title.startwith("x")));
}
