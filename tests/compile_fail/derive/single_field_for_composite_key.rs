//! One field for a key of two.
use orm_core::prelude::*;

#[derive(Model)]
#[model(primary_key(shelf, row))]
pub struct Place {
    pub shelf: i32,
    pub row: i32,
}

#[derive(Model)]
pub struct Book {
    pub id: i32,
    #[model(foreign_key = Place)]
    pub place_id: i32,
}

fn main() {}
