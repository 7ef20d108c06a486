//! A text lookup on a number.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(id.icontains("1")));
}
