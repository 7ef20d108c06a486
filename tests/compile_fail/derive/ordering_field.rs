//! An ordering by a field that is not there.
use orm_core::prelude::*;

#[derive(Model)]
#[model(ordering(-titel))]
pub struct Album {
    pub id: i32,
    pub title: String,
}

fn main() {}
