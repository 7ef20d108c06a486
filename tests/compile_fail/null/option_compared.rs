//! An `Option` has no order.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(milliseconds > "1".parse::<i32>().ok()));
}
