//! An aggregate of a relation is a value of a row.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.annotate(n = count(tracks).over(order_by(id))));
}
