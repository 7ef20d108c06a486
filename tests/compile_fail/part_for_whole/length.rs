//! The number of rows of a part is not the number of rows.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album.prefetch_related(tracks.filter(price < 1.0))).load(conn)? {
        println!("{}", album.tracks().len());
    }
    Ok(())
}
