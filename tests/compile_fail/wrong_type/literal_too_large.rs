//! A literal that the column cannot hold.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(milliseconds < 5_000_000_000));
}
