//! NULL where none may be.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.all().update(name = None));
    let unknown: Option<String> = None;
    let _ = queryset!(Track.all().update(name = unknown));
}
