//! Neither a relation nor what is calculated is a field.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Album.select_related(artist).only(title, artist));
    let _ = queryset!(Album.annotate(n = count(tracks)).only(title, n));
}
