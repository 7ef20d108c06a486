//! Something behind otherwise.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(n = case(when(price > 1.0, 1), otherwise(2), when(price > 2.0, 3))));
}
