//! Rows under a name are not the relation.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<usize> {
    let albums = queryset!(Album.prefetch_related(by_name = tracks.order_by(name))).load(conn)?;
    Ok(albums[0].tracks().len())
}
