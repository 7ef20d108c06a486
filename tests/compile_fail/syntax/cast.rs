//! `as` is Rust's.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(milliseconds as i64 > 5));
}
