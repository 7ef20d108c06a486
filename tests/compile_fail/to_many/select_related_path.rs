//! `select_related` of a path through a to-many relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Artist.select_related(albums.artist));
}
