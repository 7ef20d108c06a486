//! The last row of a slice.
#[path = "../models.rs"]
mod models;
use diesel::Connection;
use models::*;

fn main() {
    let conn = &mut SqliteConnection::establish("").unwrap();
    let _ = queryset!(Album.order_by(title)[..5]).last(conn);
}
