//! Days without their number.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values(n = title.plus_days()));
}
