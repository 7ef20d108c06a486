//! A quantifier of two conditions.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(tracks.any(id == 1, price < 2.0)));
}
