//! A slice for each parent without an order.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(tracks[..3]));
}
