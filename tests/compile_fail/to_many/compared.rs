//! A to-many relation is no value.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(tracks == 1));
}
