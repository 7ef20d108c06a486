//! A relation by JOIN and by a batched query.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.select_related(artist).prefetch_related(artist));
}
