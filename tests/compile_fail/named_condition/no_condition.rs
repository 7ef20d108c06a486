//! A function that gives something else.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

fn recent(days: i32) -> bool {
    days > 3
}

fn main() {
    let _ = queryset!(Track.filter(recent(3)));
}
