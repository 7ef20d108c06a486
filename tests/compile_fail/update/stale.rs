//! A calculation with the value that was read, not with the column.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let price = 2.0;
    let _ = queryset!(Track.filter(id == 1).update(price = price * 1.1));
}
