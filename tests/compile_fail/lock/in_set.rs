//! Rows that are locked, on a side of a set operation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.for_update().union(queryset!(Album.filter(id == 1))));
    let _ = queryset!(Album.values_list(title).union(queryset!(Album.values_list(title).for_update())));
}
