//! Values of other types.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.all().update(price = "dear"));
    let _ = queryset!(Track.all().update(name = F(price) * 2.0));
}
