//! A step of another library.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.find(1));
}
