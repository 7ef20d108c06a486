//! Django's `defer`, which names what is left out.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.defer(title));
}
