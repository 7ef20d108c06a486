//! The rows of a to-many relation that was not loaded.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for artist in &queryset!(Artist).load(conn)? {
        println!("{}", artist.albums().len());
    }
    Ok(())
}
