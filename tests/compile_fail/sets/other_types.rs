//! Values of different types combined.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values_list(title).union(queryset!(Track.values_list(price))));
}
