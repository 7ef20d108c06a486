//! A subquery is a queryset of its own.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let _ = queryset!(Album.filter(artist_id.in_(Artist.filter(name == "x"))));
}
