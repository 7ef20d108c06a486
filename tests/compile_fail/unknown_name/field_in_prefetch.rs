//! A misspelt field inside a prefetch.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(tracks.order_by(nam)));
}
