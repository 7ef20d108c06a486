//! A model that did not ask for rows of which fields are left out.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.only(name));
    let _ = queryset!(Track.select_related(album).defer(album.title, composer));
}
