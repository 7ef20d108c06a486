//! A row out of a collection is no source: that would be N+1.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for album in queryset!(Album).load(conn)? {
        let album = queryset!(album.prefetch_related(tracks)).load(conn)?;
        println!("{}", album.tracks().len());
    }
    Ok(())
}
