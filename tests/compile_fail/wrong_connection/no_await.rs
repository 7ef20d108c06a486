//! The result is expected of an async connection.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

async fn case(conn: &mut diesel_async::AsyncPgConnection) -> orm_core::Result<usize> {
    let albums = queryset!(Album).load(conn)?;
    Ok(albums.len())
}
