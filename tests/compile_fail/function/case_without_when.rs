//! A case that begins with otherwise.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(n = case(otherwise(3))));
}
