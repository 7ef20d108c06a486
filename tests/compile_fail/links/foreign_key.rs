//! A foreign key is a column of the row itself.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(track: &Track) {
    let _ = queryset!(track.genre.set(1));
}
