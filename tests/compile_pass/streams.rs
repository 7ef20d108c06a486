//! One query at a time on a connection, and many in turns.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

fn streams(conn: &mut SqliteConnection, other: &mut SqliteConnection) -> orm_core::Result<()> {
    let albums = queryset!(Album.select_related(artist));
    for album in albums.iterator(conn)? {
        let album = album?;
        println!("{}", queryset!(Track.filter(album_id == album.id)).count(other)?);
    }
    for portion in queryset!(Album.prefetch_related(tracks)).chunks(100, conn)? {
        for album in &portion? {
            println!("{}", album.tracks().len());
        }
    }
    queryset!(Album).in_bulk([1, 2], conn)?;
    queryset!(Album.prefetch_related(tracks.genre)).max_queries::<3>().load(conn)?;
    Ok(())
}

fn main() {}
