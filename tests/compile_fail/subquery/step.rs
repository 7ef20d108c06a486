//! Not every step goes into a subquery.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(exists(Track.filter(album_id == outer(id)).distinct())));
}
