//! A filter of groups by a column they are not made by.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.group_by(genre_id).annotate(n = count()).filter(price > 1.0));
}
