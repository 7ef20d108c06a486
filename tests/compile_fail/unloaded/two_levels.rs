//! Two levels deep, where one was loaded.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album.select_related(artist)).load(conn)? {
        println!("{:?}", album.artist().country());
    }
    Ok(())
}
