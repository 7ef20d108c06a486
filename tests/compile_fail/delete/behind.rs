//! It comes last.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.delete().filter(id == 1));
}
