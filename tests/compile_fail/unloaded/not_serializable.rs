//! Rows of a model that does not say `serialize`.
#[path = "../models.rs"]
mod models;
use models::*;

fn json<T: serde::Serialize>(_: &T) {}

fn main() {}

fn answer(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    json(&queryset!(Album.select_related(artist)).load(conn)?);
    Ok(())
}
