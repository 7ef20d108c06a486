//! Annotated rows combined.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.annotate(n = count(tracks)).union(queryset!(Album.annotate(n = count(tracks)))));
}
