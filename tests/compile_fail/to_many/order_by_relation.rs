//! Rows have no order by a relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.order_by(tracks));
}
