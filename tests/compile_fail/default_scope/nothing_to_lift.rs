//! `unscoped` of a model without a default scope.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.unscoped());
}
