//! A path where a name goes.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(tracks.long = tracks.filter(milliseconds > 3)));
}
