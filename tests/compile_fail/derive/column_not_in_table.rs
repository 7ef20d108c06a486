//! A Diesel table without the column.
use orm_core::prelude::*;

diesel::table! {
    albums (id) {
        id -> Integer,
    }
}

#[derive(Model)]
#[model(diesel_table = albums)]
pub struct Album {
    pub id: i32,
    pub title: String,
}

fn main() {}
