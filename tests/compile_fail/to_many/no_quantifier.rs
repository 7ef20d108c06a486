//! A condition on a to-many path needs a quantifier.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(tracks.name == "x"));
}
