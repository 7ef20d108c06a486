//! Groups are no rows whose fields could be chosen.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Album.values(artist_id).annotate(n = count()).only(artist_id));
}
