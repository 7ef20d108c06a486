//! A function with too many arguments.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.order_by(lower(name, composer)));
}
