//! A misspelt function.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.order_by(lowr(name)));
}
