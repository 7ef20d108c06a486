//! Of a queryset in a signature nobody knows whether it was filtered.
#[path = "../models.rs"]
mod models;
use models::*;

fn cheap() -> impl QuerySetOf<Track> {
    queryset!(Track.filter(price < 1.0))
}

fn main() {}

fn case() {
    let _ = queryset!(cheap().delete());
}
