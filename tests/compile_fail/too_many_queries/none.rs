//! No query at all.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album).max_queries::<0>();
}
