//! `outer` names fields of the queryset around.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(exists(Track.filter(album_id == outer(milliseconds)))));
}
