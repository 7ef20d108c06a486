//! A primary key that may be NULL.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: Option<i32>,
}

fn main() {}
