//! An aggregate of the rows in their filter.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(sum(price) > 3.0));
}
