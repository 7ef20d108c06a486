//! A misspelt step.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.fliter(title == "x"));
}
