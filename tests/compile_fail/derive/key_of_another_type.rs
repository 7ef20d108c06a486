//! A foreign key of another type than the key it points at.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Artist {
    pub id: i64,
}

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(foreign_key = Artist)]
    pub artist_id: i32,
}

fn main() {}
