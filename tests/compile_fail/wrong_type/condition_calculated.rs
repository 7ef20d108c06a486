//! A calculation that is no condition.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(milliseconds + 1));
}
