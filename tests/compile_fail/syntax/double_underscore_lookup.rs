//! Django's keyword arguments.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(title__icontains = "x"));
}
