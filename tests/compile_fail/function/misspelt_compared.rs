//! A misspelt function on the left of a comparison.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(lenght(name) > 3));
}
