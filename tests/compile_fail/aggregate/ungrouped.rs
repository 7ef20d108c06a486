//! A column that the groups are not made by.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.group_by(genre_id).annotate(n = name));
}
