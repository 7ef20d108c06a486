//! A field that needs a value is not given: one, several.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Album.create(title = "Powerage"));
    let _ = queryset!(Track.create(name = "Sin City", milliseconds = 285_000));
    let _ = queryset!(Album.create(title = "Powerage", if 1 < 2 { artist_id = 1 }));
}
