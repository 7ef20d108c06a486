//! Two types in one case.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(n = case(when(price > 1.0, name), otherwise(milliseconds))));
}
