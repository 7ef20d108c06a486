//! A to-one relation is no value: its key is.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(artist == 1));
}
