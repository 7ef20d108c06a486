//! A field of the outer model in an inner queryset.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(tracks.filter(title == "x")));
}
