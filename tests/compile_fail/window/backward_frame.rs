//! A frame goes forward.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.annotate(s = sum(price).over(order_by(id), rows(2..=1))));
}
