//! A variable of another type than the column's.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let longest: i64 = 300_000;
    let _ = queryset!(Track.filter(milliseconds > longest));
}
