//! Rows have no order by a column of many rows.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.order_by(tracks.name));
}
