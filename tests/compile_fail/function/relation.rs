//! A relation where a value goes.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values(n = upper(tracks)));
}
