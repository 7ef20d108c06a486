//! An aggregate of the rows beside each of them.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.annotate(n = count()));
}
