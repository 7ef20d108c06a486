//! A cast that would differ between databases.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(n = cast(price, String)));
}
