//! A column is no relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(track: &Track) {
    let _ = queryset!(track.name.add("x"));
}
