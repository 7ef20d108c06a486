//! DISTINCT ON on a database that has none.
#[path = "../models.rs"]
mod models;
use models::*;

fn longest(conn: &mut SqliteConnection) {
    let _ = queryset!(Track.order_by(-milliseconds).distinct_on(album_id)).count(conn);
}

fn main() {
    let _ = longest;
}
