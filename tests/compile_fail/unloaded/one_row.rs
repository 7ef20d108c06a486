//! A relation that was not loaded, of the row that `get` gives.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let album = queryset!(Album.filter(id == 1)).get(conn)?;
    println!("{}", album.artist().name);
    Ok(())
}
