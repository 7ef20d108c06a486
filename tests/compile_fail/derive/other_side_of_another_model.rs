//! A `has_many` whose other side points at another model.
use orm_core::prelude::*;

#[derive(Model)]
#[model(has_many(tracks = Track::genre))]
pub struct Album {
    pub id: i32,
}

#[derive(Model)]
pub struct Genre {
    pub id: i32,
}

#[derive(Model)]
pub struct Track {
    pub id: i32,
    #[model(foreign_key = Genre)]
    pub genre_id: i32,
}

fn main() {}
