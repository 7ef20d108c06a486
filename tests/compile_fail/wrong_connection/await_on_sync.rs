//! A future is expected of a sync connection.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

async fn case(conn: &mut SqliteConnection) -> orm_core::Result<usize> {
    let albums = queryset!(Album).load(conn).await?;
    Ok(albums.len())
}
