//! A model's name is all of its rows.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.all().filter(id == 1));
}
