//! A relation with a field's name.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    pub tracks: i32,
    #[model(foreign_key = Self, relation = "tracks")]
    pub first_id: i32,
}

fn main() {}
