//! The rest of a division of fractions.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(price % 2 == 1));
}
