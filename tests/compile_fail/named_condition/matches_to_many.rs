//! One row of many is not said.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

fn main() {
    let _ = queryset!(Album.filter(tracks.matches(longer(3))));
}
