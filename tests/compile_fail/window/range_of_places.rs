//! `range` counts by values.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.annotate(s = sum(price).over(order_by(id), range(-2..=0))));
}
