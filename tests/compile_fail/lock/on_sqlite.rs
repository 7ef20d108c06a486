//! Rows locked on SQLite, which has no locks of rows.
#[path = "../models.rs"]
mod models;
use models::*;

fn take(conn: &mut SqliteConnection) {
    let _ = queryset!(Album.filter(id == 1).for_update()).get(conn);
}

fn main() {}
