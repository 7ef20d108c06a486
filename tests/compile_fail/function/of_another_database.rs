//! A function as another database calls it.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.values(n = ifnull(composer, "x")));
}
