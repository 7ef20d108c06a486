//! A number with a fraction for a whole number.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(milliseconds < 1.5));
}
