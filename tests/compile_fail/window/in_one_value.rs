//! Nor in one calculation with a window.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ =
        queryset!(Track.values(
            share = milliseconds * count() / sum(milliseconds).over(partition_by(album_id))
        ));
}
