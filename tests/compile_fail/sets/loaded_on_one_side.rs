//! A relation that one side loads and the other does not.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.select_related(artist).union(queryset!(Album.filter(id == 1))));
}
