//! No queryset at all.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!();
}
