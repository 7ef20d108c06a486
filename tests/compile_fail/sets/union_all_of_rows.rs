//! Rows do not stand twice.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.union_all(queryset!(Album.filter(id == 1))));
}
