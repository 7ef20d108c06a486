//! A key of a type that cannot be one.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: f64,
}

fn main() {}
