//! A relation has quantifiers.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(exists(tracks)));
}
