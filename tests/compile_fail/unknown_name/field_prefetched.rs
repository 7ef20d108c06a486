//! A field where a relation is prefetched.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(title));
}
