//! A tuple struct.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album(pub i32, pub String);

fn main() {}
