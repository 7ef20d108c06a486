//! The rows are expected of an async connection.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

async fn case(conn: &mut diesel_async::AsyncPgConnection) {
    let albums = queryset!(Album).load(conn);
    println!("{}", albums.len());
}
