//! Steps behind it, and what takes a connection.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case() {
    let _ = queryset!(Track.all().update(price = 1.0).filter(id == 1));
    let _ = queryset!(Track.all().update(price = 1.0)[..3]);
    let _ = queryset!(Track.all().update(price = 1.0).run(conn));
}
