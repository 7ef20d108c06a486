//! A relation below another in two ways.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.select_related(artist.country).prefetch_related(artist.country));
}
