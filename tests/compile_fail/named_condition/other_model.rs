//! A condition on another model's rows.
#[path = "../models.rs"]
mod models;
use models::*;

condition! {
    pub fn longer(min: i32) for Track = milliseconds > min
}

fn main() {
    let _ = queryset!(Album.filter(longer(3)));
}
