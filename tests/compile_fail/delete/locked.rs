//! Locked rows.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.filter(id == 1).for_update().delete());
}
