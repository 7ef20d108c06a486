//! A Rust function where a value of the database goes.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(n = shorten(name)));
}
