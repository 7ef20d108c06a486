//! `exclude` after a slice.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album[..5].exclude(id == 1));
}
