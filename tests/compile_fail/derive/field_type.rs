//! A field of a type that no column has.
use orm_core::prelude::*;

pub struct Money(i64);

#[derive(Model)]
pub struct Album {
    pub id: i32,
    pub price: Money,
}

fn main() {}
