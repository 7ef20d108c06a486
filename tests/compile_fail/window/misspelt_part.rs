//! The parts of a window have names.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.annotate(r = rank().over(partition(album_id), order_by(id))));
}
