//! A number where a function takes text.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(lower(milliseconds) == "x"));
}
