//! An aggregate of a value of the row around alone.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values(
        n = subquery(Track.filter(album_id == outer(id)).aggregate(max(outer(id)))),
        both = subquery(Track.filter(album_id == outer(id)).aggregate(sum(milliseconds + outer(id)))),
    ));
}
