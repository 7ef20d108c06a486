//! A closure is Rust.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(|album| album.title == "x"));
}
