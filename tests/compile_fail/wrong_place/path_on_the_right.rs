//! A column's path where Rust is.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(title == artist.name));
}
