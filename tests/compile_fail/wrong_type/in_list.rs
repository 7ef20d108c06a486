//! A list of another type.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(id.in_(["a", "b"])));
}
