//! Groups ordered by a column that they are not made by.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.group_by(genre_id).annotate(n = count()).order_by(price));
}
