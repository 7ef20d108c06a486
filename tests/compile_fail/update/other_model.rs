//! A column of another model, and a relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.all().update(album.title = "x"));
    let _ = queryset!(Track.all().update(album = 1));
}
