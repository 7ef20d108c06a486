//! A key around a value that cannot be one.
use orm_core::prelude::*;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money(i64);

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ArtistId(Money);

fn main() {}
