//! Pages of a slice.
#[path = "../models.rs"]
mod models;
use models::*;

fn turn(conn: &mut SqliteConnection) {
    let _ = queryset!(Track.order_by(name)[..100]).page_after(None, 10, conn);
    let _ = queryset!(Track.order_by(name)[..100]).page(1, 10, conn);
}

fn main() {}
