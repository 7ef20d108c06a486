//! A step behind it, and no `?`.
#[path = "../models.rs"]
mod models;
use models::*;

fn sorted(sort: &str, conn: &mut SqliteConnection) -> orm_core::Result<()> {
    queryset!(Album.order_by_name(sort, [title])[..10]).load(conn)?;
    Ok(())
}

fn main() {}
