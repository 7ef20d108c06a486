//! More queries than allowed.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(tracks.genre)).max_queries::<2>();
}
