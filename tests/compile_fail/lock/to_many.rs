//! A lock of a to-many relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.for_update().of(tracks));
}
