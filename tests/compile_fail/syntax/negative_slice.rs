//! A slice counts from the start.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album[-5..]);
}
