//! A condition on another model's rows, in a quantifier.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

fn main() {
    let _ = queryset!(Artist.filter(albums.any(longer(3))));
}
