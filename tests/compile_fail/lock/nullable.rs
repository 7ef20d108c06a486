//! A lock of a relation that may be missing.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Artist.for_update().of(country));
}
