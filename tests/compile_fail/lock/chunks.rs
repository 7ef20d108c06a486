//! Locked rows in portions.
#[path = "../models.rs"]
mod models;
use models::*;

fn take(conn: &mut diesel_async::AsyncPgConnection) {
    let _ = queryset!(Album.for_update()).chunks(10, conn);
}

fn main() {}
