//! A field where a relation is loaded.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.select_related(title));
}
