//! Rows that are never marked as deleted.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.filter(id == 1).hard_delete());
    let _ = queryset!(Track.with_deleted());
    let _ = queryset!(Track.only_deleted().delete());
}
