//! A filter of values that were combined.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values_list(title).union(queryset!(Artist.values_list(name))).filter(title == "x"));
}
