//! Rows that are there, and no connection.
#[path = "../models.rs"]
mod models;
use models::*;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::bb8::Pool;
fn main() {}

async fn case(
    pool: &mut Pool<AsyncPgConnection>,
    albums: Vec<AlbumRow>,
) -> orm_core::Result<usize> {
    let albums = queryset!(albums.prefetch_related(tracks)).load(pool).await?;
    Ok(albums.len())
}
