//! Only a written-out subquery sees the row around.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let cheap = queryset!(Track.filter(price < 1.0));
    let _ = queryset!(Album.filter(exists(cheap.filter(album_id == outer(id)))));
}
