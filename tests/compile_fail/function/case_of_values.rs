//! A case of values without conditions.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(n = case(price > 1.0, name)));
}
