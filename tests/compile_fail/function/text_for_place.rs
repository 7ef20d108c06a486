//! Text where a place in a text goes.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(substring(name, composer, 2) == "x"));
}
