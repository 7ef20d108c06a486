//! A composite foreign key with too few fields.
use orm_core::prelude::*;

#[derive(Model)]
#[model(primary_key(shelf, row))]
pub struct Place {
    pub shelf: i32,
    pub row: i32,
}

#[derive(Model)]
#[model(foreign_key(place = Place, fields(shelf, title)))]
pub struct Book {
    pub id: i32,
    pub shelf: i32,
    pub title: String,
}

fn main() {}
