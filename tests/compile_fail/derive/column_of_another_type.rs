//! A Diesel table whose column is of another type.
use orm_core::prelude::*;

diesel::table! {
    albums (id) {
        id -> Integer,
        title -> Integer,
    }
}

#[derive(Model)]
#[model(diesel_table = albums)]
pub struct Album {
    pub id: i32,
    pub title: String,
}

fn main() {}
