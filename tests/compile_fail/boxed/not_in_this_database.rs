//! A field that the database has no type for.
use diesel::sqlite::Sqlite;
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    pub plays: u32,
}

fn main() {
    let albums = Album.boxed::<Sqlite>();
    let _ = queryset!(albums.filter(plays > 3));
}
