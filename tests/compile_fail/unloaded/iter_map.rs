//! A relation that was not loaded, read while mapping.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album).load(conn)?;
    let names: Vec<String> = albums.iter().map(|album| album.artist().name.clone()).collect();
    println!("{names:?}");
    Ok(())
}
