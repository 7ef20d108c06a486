//! A value that mentions a column.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Album.create(title = F(title), artist_id = 1));
    let _ = queryset!(Album.create(title = "Powerage", artist_id = F(id) + 1));
}
