//! A value of Rust of another type in a case.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(n = case(when(price > 1.0, name), otherwise(3))));
}
