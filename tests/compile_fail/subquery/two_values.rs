//! A subquery gives one value.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values(
        title,
        x = subquery(Track.filter(album_id == outer(id)).values_list(id, name))
    ));
}
