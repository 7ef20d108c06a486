//! What is sent out says which relations it needs, and the rows were not loaded with them.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(serde::Serialize)]
#[serde(bound = "A: serde::Serialize")]
struct Answer<A: AlbumWithArtist> {
    albums: Vec<A>,
}

fn answer(conn: &mut SqliteConnection) -> orm_core::Result<Answer<impl AlbumWithArtist>> {
    Ok(Answer { albums: queryset!(Album).load(conn)? })
}

fn main() {}
