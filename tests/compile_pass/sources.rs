//! What a queryset can start from.
#![deny(warnings)]
#![allow(dead_code)]
#[path = "../compile_fail/models.rs"]
mod models;
use models::*;

use models::Album as Disc;

struct Shop<Q> {
    base: Q,
}

impl Shop<orm_core::AllOf<Album>> {
    fn rock(&self, conn: &mut SqliteConnection) -> orm_core::Result<Vec<AlbumRow>> {
        queryset!(self.base.filter(title.icontains("rock"))).load(conn)
    }
}

fn by(name: &str) -> impl QuerySetOf<Album> {
    queryset!(Album.filter(artist.name == name))
}

fn sources(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    let long = queryset!(Disc.filter(tracks.any(milliseconds > 600_000)));
    queryset!(long.clone().order_by(-title)[..5]).load(conn)?;
    let base = long;
    Shop { base: Album }.rock(conn)?;
    queryset!(by("AC/DC").exclude(id == 1)[..5]).load(conn)?;
    let album = queryset!(base.filter(id == 1)).get(conn)?;
    let album = queryset!(album.select_related(artist)).load(conn)?;
    println!("{}", album.artist().name);
    let albums = queryset!(Disc).load(conn)?;
    for album in &queryset!(albums.prefetch_related(tracks)).load(conn)? {
        println!("{}", album.tracks().len());
    }
    Ok(())
}

fn main() {}
