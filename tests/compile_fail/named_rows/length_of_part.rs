//! A part under a name does not know how many there are.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<usize> {
    let albums = queryset!(Album.prefetch_related(long = tracks.filter(milliseconds > 3))).load(conn)?;
    Ok(albums[0].long.len())
}
