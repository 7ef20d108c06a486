//! Rows that are locked.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.all().for_update().update(price = 1.0));
}
