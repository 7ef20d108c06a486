//! A number as foreign key to a model whose key is a newtype.
use orm_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArtistId(i32);

#[derive(Model)]
pub struct Artist {
    pub id: ArtistId,
}

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(foreign_key = Artist)]
    pub artist_id: i32,
}

fn main() {}
