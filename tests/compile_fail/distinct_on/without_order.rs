//! DISTINCT ON of rows in no order: which one stays?
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.distinct_on(album_id).order_by(-milliseconds));
}
