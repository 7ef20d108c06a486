//! Whether tracks contain an album.
#[path = "../models.rs"]
mod models;
use models::*;

fn find(album: &Album, conn: &mut SqliteConnection) {
    let _ = Track.contains(album, conn);
}

fn main() {}
