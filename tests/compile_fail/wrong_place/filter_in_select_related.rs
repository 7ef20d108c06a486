//! An inner queryset in `select_related`.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.select_related(artist.filter(name == "x")));
}
