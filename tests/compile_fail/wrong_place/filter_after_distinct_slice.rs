//! A filter after a slice of distinct values, which have no keys.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values_list(title).distinct()[..5].filter(id == 1));
}
