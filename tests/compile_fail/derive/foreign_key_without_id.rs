//! A foreign key whose field does not end in `_id`.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Artist {
    pub id: i32,
}

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(foreign_key = Artist)]
    pub artist: i32,
}

fn main() {}
