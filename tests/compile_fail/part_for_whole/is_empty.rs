//! A part that is empty does not say that there is nothing.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in &queryset!(Album.prefetch_related(tracks.order_by(name)[..3])).load(conn)? {
        println!("{}", album.tracks().is_empty());
    }
    Ok(())
}
