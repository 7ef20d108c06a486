//! A relation behind another under a name.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(genres = tracks.genre));
}
