//! An order by a value that is not selected.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.values_list(title).union(queryset!(Artist.values_list(name))).order_by(id));
}
