//! A relation that was not loaded, after `into_iter`.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album).load(conn)?;
    for (at, album) in albums.into_iter().enumerate() {
        println!("{at} {}", album.artist().name);
    }
    Ok(())
}
