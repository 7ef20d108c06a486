//! A pool, and not a connection of it.
#[path = "../models.rs"]
mod models;
use models::*;
use diesel_async::AsyncPgConnection;
use diesel_async::pooled_connection::bb8::Pool;
fn main() {}

async fn case(pool: &mut Pool<AsyncPgConnection>) -> orm_core::Result<usize> {
    let albums = queryset!(Album).load(pool).await?;
    Ok(albums.len())
}
