//! A relation by two querysets.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(tracks.filter(price < 1.0), tracks.filter(price > 2.0)));
}
