//! Rows of two models combined.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.union(queryset!(Artist)));
}
