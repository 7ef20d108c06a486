//! Names of relations are written without quotes.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.select_related("artist"));
}
