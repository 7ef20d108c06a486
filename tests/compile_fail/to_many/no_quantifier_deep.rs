//! A condition on a to-many path behind a to-one needs a quantifier.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Track.filter(album.tracks.name.icontains("x")));
}
