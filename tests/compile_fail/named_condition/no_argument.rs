//! An argument is missing.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

fn main() {
    let _ = queryset!(Track.filter(longer()));
}
