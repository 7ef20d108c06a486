//! An aggregate of two values.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.aggregate(n = sum(price, milliseconds)));
}
