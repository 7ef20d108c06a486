//! An `Option` in a lookup.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(composer.icontains(Some("y"))));
}
