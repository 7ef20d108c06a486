//! A quantifier of a column.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(title.any(id == 1)));
}
