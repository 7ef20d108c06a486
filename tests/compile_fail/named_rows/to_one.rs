//! A to-one relation under a name.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(by = artist.order_by(name)));
}
