//! The primary key named on a field and on the struct.
use orm_core::prelude::*;

#[derive(Model)]
#[model(primary_key(a, b))]
pub struct Link {
    #[model(primary_key)]
    pub a: i32,
    pub b: i32,
}

fn main() {}
