//! Rows have no order by a relation, a to-one neither.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.order_by(artist));
}
