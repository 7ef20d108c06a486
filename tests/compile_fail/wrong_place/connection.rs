//! What is no connection.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album).load("sqlite://albums.db")?;
    println!("{}", albums.len());
    Ok(())
}
