//! A relation whole and in part.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.prefetch_related(tracks).prefetch_related(tracks.filter(price < 1.0)));
}
