//! `{…}` holds a Rust value that is no condition.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let only = true;
    let _ = queryset!(Album.filter({ only }));
}
