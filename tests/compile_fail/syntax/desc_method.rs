//! A descending order is a minus.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.order_by(title.desc()));
}
