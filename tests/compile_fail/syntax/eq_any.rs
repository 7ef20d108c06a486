//! A lookup of another library.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(id.eq_any([1])));
}
