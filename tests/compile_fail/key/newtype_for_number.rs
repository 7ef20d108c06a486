//! A newtype as foreign key to a model whose key is a number.
use orm_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArtistId(i32);

#[derive(Model)]
pub struct Artist {
    pub id: i32,
}

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(foreign_key = Artist)]
    pub artist_id: Option<ArtistId>,
}

fn main() {}
