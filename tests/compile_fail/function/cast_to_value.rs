//! A cast to a value instead of a type.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(n = cast(price, "text")));
}
