//! Comparisons do not chain.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(1 < milliseconds < 5));
}
