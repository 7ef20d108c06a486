//! No primary key.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub title: String,
}

fn main() {}
