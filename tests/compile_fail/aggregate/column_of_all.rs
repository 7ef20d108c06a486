//! A column where one value of all rows is wanted.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.aggregate(name));
}
