//! `in_` takes a list.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(id.in_(1)));
}
