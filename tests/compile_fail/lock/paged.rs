//! Locked rows in pages.
#[path = "../models.rs"]
mod models;
use models::*;

fn take(conn: &mut diesel_async::AsyncPgConnection) {
    let _ = queryset!(Album.for_update()).page(1, 10, conn);
}

fn main() {}
