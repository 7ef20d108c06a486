//! An aggregate of an aggregate of the rows.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.aggregate(n = sum(count())));
}
