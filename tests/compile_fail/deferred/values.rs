//! Values have no fields to leave out.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Album.values(title).only(title));
}
