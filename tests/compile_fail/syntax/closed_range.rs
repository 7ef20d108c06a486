//! A slice does not include its end.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album[0..=4]);
}
