//! A key that is said twice.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(column = "a", column = "b")]
    pub title: String,
}

fn main() {}
