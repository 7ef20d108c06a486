//! The other side without its own macro.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(id == 1).union(Album.filter(id == 2)));
}
