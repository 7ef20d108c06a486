//! A column has no row behind it.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

fn main() {
    let _ = queryset!(Album.filter(title.matches(title == "x")));
}
