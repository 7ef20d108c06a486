//! A Rust path on the database's side.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(i32::MAX == id));
}
