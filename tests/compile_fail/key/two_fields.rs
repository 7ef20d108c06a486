//! A key around two values.
use orm_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArtistId(i32, i32);

#[derive(Model)]
pub struct Artist {
    pub id: ArtistId,
}

fn main() {}
