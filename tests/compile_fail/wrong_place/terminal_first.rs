//! `first` inside the macro.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.order_by(title).first(conn));
}
