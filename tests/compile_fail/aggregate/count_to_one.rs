//! A to-one relation counted.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.annotate(n = count(artist)));
}
