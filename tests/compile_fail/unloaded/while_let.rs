//! A relation that was not loaded, read in a `while let` loop.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let mut albums = queryset!(Album).load(conn)?;
    while let Some(album) = albums.pop() {
        println!("{}", album.artist().name);
    }
    Ok(())
}
