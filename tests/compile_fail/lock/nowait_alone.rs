//! How to wait, for no lock.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(id == 1).nowait());
}
