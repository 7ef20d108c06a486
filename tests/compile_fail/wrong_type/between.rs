//! Bounds of another type.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(milliseconds.between("a", "b")));
}
