//! Two relations of one name.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Artist {
    pub id: i32,
}

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(foreign_key = Artist)]
    pub artist_id: i32,
    #[model(foreign_key = Artist, relation = "artist")]
    pub second_id: i32,
}

fn main() {}
