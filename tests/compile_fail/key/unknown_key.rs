//! A misspelt attribute.
use orm_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[key(krate = orm_core)]
pub struct ArtistId(i32);

fn main() {}
