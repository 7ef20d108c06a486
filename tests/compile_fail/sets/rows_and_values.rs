//! Rows and values combined.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.intersect(queryset!(Album.values_list(title))));
}
