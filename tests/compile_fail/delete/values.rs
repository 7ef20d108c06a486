//! Values.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let titles = queryset!(Album.values_list(title).union(queryset!(Album.values_list(title))).delete());
}
