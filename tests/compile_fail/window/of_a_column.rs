//! A column has no window.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.annotate(s = milliseconds.over(order_by(id))));
}
