//! A path through many rows among the allowed terms.
#[path = "../models.rs"]
mod models;
use models::*;

fn sorted(sort: &str, conn: &mut SqliteConnection) -> orm_core::Result<()> {
    queryset!(Album.order_by_name(sort, [title, tracks.name])?).load(conn)?;
    Ok(())
}

fn main() {}
