//! Rows that are locked, in a subquery.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(album_id.in_(queryset!(Album.for_update()))));
    let _ = queryset!(Track.filter(exists(queryset!(Album.for_share()))));
}
