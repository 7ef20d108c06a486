//! Rows that are there already are read already.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) {
    let albums = Album.load(conn).unwrap();
    let _ = queryset!(albums.only(title));
}
