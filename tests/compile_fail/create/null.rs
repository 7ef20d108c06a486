//! `None` for a field that is no `Option`.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(title: Option<String>) {
    let _ = queryset!(Album.create(title = None, artist_id = 1));
    let _ = queryset!(Album.create(title = title, artist_id = 1));
}
