//! A function of columns on the right, outside of F.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(title == lower(F(title))));
}
