//! Whether values contain a row.
#[path = "../models.rs"]
mod models;
use models::*;

fn find(track: &Track, conn: &mut SqliteConnection) {
    let _ = queryset!(Track.values_list(name)).contains(track, conn);
}

fn main() {}
