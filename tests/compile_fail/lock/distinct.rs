//! DISTINCT rows, locked.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.for_update().distinct());
}
