//! The key of another model than the foreign key's.
use orm_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArtistId(i32);
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TrackId(i32);

#[derive(Model)]
pub struct Artist {
    pub id: ArtistId,
}

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(foreign_key = Artist)]
    pub artist_id: TrackId,
}

fn main() {}
