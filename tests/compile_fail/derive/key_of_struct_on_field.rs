//! A key of the struct on a field.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(table = "x")]
    pub title: String,
}

fn main() {}
