//! A key that is an enum.
use orm_core::prelude::*;

#[derive(Key, Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArtistId {
    One,
    Two,
}

fn main() {}
