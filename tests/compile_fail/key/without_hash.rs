//! A key that cannot be looked up.
use orm_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq)]
pub struct ArtistId(i32);

fn main() {}
