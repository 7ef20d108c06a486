//! `boxed` without a database; and Diesel's name for it.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(id == 1).boxed());
    let _ = queryset!(Album.filter(id == 1).into_boxed());
}
