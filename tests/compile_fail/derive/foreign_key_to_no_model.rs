//! A foreign key to a struct that is no model.
use orm_core::prelude::*;

pub struct Artist {
    pub id: i32,
}

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(foreign_key = Artist)]
    pub artist_id: i32,
}

fn main() {}
