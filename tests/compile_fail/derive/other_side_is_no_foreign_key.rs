//! A `has_many` whose other side is a `has_many`.
use orm_core::prelude::*;

#[derive(Model)]
#[model(has_many(tracks = Track::albums))]
pub struct Album {
    pub id: i32,
    #[model(foreign_key = Track)]
    pub single_id: i32,
}

#[derive(Model)]
#[model(has_many(albums = Album::single))]
pub struct Track {
    pub id: i32,
}

fn main() {}
