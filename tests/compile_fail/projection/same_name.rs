//! Two values of one name.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values(title, title = artist.name));
}
