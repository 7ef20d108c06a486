//! A key of two fields, one of which cannot be in one.
use orm_core::prelude::*;

#[derive(Model)]
#[model(primary_key(shelf, weight))]
pub struct Place {
    pub shelf: i32,
    pub weight: f64,
}

fn main() {}
