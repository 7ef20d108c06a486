//! A path into a column that is no JSON.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values(n = title.json_text("a.b")));
}
