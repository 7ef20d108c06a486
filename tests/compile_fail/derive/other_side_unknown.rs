//! A `has_many` whose other side is not there.
use orm_core::prelude::*;

#[derive(Model)]
#[model(has_many(tracks = Track::albun))]
pub struct Album {
    pub id: i32,
}

#[derive(Model)]
pub struct Track {
    pub id: i32,
    #[model(foreign_key = Album)]
    pub album_id: i32,
}

fn main() {}
