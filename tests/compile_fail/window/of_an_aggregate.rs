//! A window looks over rows.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.annotate(r = row_number().over(order_by(-count()))));
}
