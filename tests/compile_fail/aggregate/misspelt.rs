//! A misspelt aggregate.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.aggregate(n = summ(price)));
}
