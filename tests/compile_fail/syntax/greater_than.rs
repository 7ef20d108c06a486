//! A lookup that is an operator here.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(id.gt(1)));
}
