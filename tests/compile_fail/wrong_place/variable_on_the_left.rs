//! A Rust name on the database's side.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let wanted = 1;
    let _ = queryset!(Album.filter(wanted == 1));
}
