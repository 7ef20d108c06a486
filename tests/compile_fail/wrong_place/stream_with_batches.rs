//! A stream of rows with batched relations.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let _ = queryset!(Album.prefetch_related(tracks)).iterator(conn).map(drop);
    Ok(())
}
