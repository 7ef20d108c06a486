//! A unit of time of text.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values(n = title.trunc_month()));
}
