//! The same, filtered and one level deeper.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Artist.prefetch_related(albums.prefetch_related(tracks.filter(price < 1.0)[..3])));
}
