//! What is sent out says which relations it needs, and the rows were not loaded with them.
#[path = "../models.rs"]
mod models;
use models::*;

fn send<A: AlbumWithArtist>(rows: &[A]) -> Vec<(&str, &str)> {
    rows.iter().map(|row| (row.title.as_str(), row.artist().name.as_str())).collect()
}

fn answer(conn: &mut SqliteConnection, out: impl serde::Serializer) -> orm_core::Result<()> {
    let albums = queryset!(Album).load(conn)?;
    let _ = serde::Serialize::serialize(&send(&albums), out);
    Ok(())
}

fn main() {}
