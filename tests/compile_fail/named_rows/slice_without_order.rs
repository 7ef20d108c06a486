//! A slice for each parent needs an order.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(some = tracks[..3]));
}
