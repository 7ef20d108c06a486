//! Full-text search on a database that has none.
#[path = "../models.rs"]
mod models;
use models::*;

fn found(conn: &mut SqliteConnection) {
    let _ = queryset!(Album.filter(search(title, "rock"))).load(conn);
}

fn main() {
    let _ = found;
}
