//! A query while rows are streamed.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let qs = queryset!(Album);
    for album in qs.iterator(conn)? {
        let album = album?;
        println!("{}", queryset!(Track.filter(album_id == album.id)).count(conn)?);
    }
    Ok(())
}
