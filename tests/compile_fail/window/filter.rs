//! Rows are filtered by a window under its name.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(row_number().over(order_by(id)) <= 3));
}
