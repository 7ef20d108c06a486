//! The sum of a relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.annotate(total = sum(tracks)));
}
