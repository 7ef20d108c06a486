//! A queryset of another model.
#[path = "../models.rs"]
mod models;
use models::*;

fn albums() -> impl QuerySetOf<Album> {
    queryset!(Artist)
}

fn main() {}
