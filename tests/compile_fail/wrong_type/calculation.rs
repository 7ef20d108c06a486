//! A calculation with text.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(name + 1 > 2));
}
