//! No assignments.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.all().update());
    let _ = queryset!(Track.all().update(price == 1.0));
    let _ = queryset!(Track.all().update(price = 1.0, price = 2.0));
}
