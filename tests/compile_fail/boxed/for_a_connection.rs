//! `boxed` is told the database, and not a connection to it.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {
    let mut albums = queryset!(Album.boxed::<SqliteConnection>());
    albums = queryset!(albums.filter(title == "x"));
    drop(albums);
}
