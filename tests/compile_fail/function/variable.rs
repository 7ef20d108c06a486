//! A Rust variable as an argument.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(position(title, word) > 0));
}
