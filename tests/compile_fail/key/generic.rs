//! A key that is generic.
use orm_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Id<T>(T);

fn main() {}
