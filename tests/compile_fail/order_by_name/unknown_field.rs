//! Fields that do not exist among the allowed ones.
#[path = "../models.rs"]
mod models;
use models::*;

fn sorted(sort: &str, conn: &mut SqliteConnection) -> orm_core::Result<()> {
    queryset!(Album.order_by_name(sort, [titel, artist = artist.nme])?).load(conn)?;
    Ok(())
}

fn main() {}
