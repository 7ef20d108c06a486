//! Names are joined by dots.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(artist__name == "x"));
}
