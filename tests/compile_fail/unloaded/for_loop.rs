//! A relation that was not loaded, read in a loop.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album).load(conn)? {
        println!("{}", album.artist().name);
    }
    Ok(())
}
