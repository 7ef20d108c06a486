//! Keys around values that equal nothing for certain.
use orm_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq)]
pub struct ArtistId(f64);
#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AlbumId(Option<i32>);

fn main() {}
