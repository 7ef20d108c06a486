//! Places are those of an order.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.annotate(r = rank().over(partition_by(album_id))));
}
