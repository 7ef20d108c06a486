//! The sum of texts.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.aggregate(total = sum(name)));
}
