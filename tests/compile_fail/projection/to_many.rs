//! A column of a to-many relation among values.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values(tracks.name));
}
