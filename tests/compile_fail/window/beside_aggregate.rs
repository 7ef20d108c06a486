//! An aggregate of all rows stands beside no row.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.annotate(n = count(), r = row_number().over(order_by(id))));
}
