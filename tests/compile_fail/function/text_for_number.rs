//! Text where a function takes a number.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(abs(name) > 1));
}
