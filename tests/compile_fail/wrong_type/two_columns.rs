//! Two columns of different types.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(name == F(milliseconds)));
}
