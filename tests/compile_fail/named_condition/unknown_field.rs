//! A field that the model does not have.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

condition! {
    fn cheap() for Track = prize < 1.0
}

fn main() {
    let _ = queryset!(Track.filter(cheap()));
}
