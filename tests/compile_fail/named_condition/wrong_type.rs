//! A value that the column cannot be compared with.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

condition! {
    fn named(text: i32) for Track = name == text
}

fn main() {
    let _ = queryset!(Track.filter(named(3)));
}
