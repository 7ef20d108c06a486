//! Different numbers of values combined.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values_list(title, id).union(queryset!(Artist.values_list(name))));
}
