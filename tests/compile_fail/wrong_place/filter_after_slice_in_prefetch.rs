//! A filter after the slice of a prefetch, which is cut for each parent.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(tracks.order_by(-price)[..3].filter(id == 1)));
}
