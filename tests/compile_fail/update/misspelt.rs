//! A misspelt column.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.update(pirce = 1.0));
}
