//! No filter says which rows.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.delete());
    let _ = queryset!(Track.order_by(name).delete());
}
