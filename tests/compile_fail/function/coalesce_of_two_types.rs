//! Two types in one coalesce.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(n = coalesce(composer, milliseconds)));
}
