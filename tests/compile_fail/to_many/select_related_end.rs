//! `select_related` of a path that ends at a to-many relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.select_related(album.tracks));
}
