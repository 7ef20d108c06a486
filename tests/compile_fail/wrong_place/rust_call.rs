//! A Rust function where a condition goes.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(recent(1)));
}
