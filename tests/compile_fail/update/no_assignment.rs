//! No assignments.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.update());
    let _ = queryset!(Track.update(price == 1.0));
    let _ = queryset!(Track.update(price = 1.0, price = 2.0));
}
