//! Rows ordered by an aggregate of themselves.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.order_by(-sum(price)));
}
