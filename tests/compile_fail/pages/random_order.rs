//! A keyset of a random order.
#[path = "../models.rs"]
mod models;
use models::*;

fn turn(conn: &mut SqliteConnection) {
    let _ = queryset!(Track.order_by(random())).page_after(None, 10, conn);
}

fn main() {}
