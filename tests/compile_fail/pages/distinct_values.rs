//! Keyset pages of DISTINCT values.
#[path = "../models.rs"]
mod models;
use models::*;

fn turn(conn: &mut SqliteConnection) {
    let _ = queryset!(Track.values_list(name).distinct()).page_after(None, 10, conn);
}

fn main() {}
