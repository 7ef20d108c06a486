//! Text joined by plus.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values(n = title + artist.name));
}
