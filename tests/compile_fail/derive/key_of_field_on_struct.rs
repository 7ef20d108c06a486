//! A key of a field on the struct.
use orm_core::prelude::*;

#[derive(Model)]
#[model(max_length = 3)]
pub struct Album {
    pub id: i32,
}

fn main() {}
