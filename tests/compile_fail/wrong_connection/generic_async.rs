//! Any connection of diesel-async: also to databases that are not known here.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

async fn case<C: diesel_async::AsyncConnection>(conn: &mut C) -> orm_core::Result<usize> {
    let albums = queryset!(Album.filter(title == "x")).load(conn).await?;
    Ok(albums.len())
}
