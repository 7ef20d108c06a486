//! A step with an argument that it does not take.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.reverse(title));
}
