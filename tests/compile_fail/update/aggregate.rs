//! An aggregate of the rows that are updated.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.all().update(price = F(sum(price))));
}
