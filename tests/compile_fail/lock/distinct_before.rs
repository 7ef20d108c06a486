//! DISTINCT rows, locked.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.distinct().for_update());
}
