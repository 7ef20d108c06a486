//! A misspelt key on a field.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(colum = "Title")]
    pub title: String,
}

fn main() {}
