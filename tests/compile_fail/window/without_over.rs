//! A window function looks over a window.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.annotate(r = row_number()));
}
