//! `in` is a keyword.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(id.in([1, 2])));
}
