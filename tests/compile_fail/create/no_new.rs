//! What is no new row of the model.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(artist: Artist) {
    let _ = Album.create(artist);
    let _ = Album.create("Powerage");
    let _ = queryset!(Album.create(NewArtist::new("AC/DC")));
}
