//! A number in a text lookup.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(title.icontains(1)));
}
