//! The same field twice, a path, and what is no assignment.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(artist: Artist) {
    let _ = queryset!(Album.create(title = "a", title = "b", artist_id = 1));
    let _ = queryset!(Album.create(title = "a", artist.name = "AC/DC"));
    let _ = queryset!(Album.create(title == "a", artist_id = 1));
    let _ = queryset!(Album.create());
    let _ = queryset!(Album.create(title = "a", artist_id = 1, artist = &artist));
}
