//! A filter after a slice.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.order_by(title)[..5].filter(id == 1));
}
