//! A number that the column cannot hold.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
#[choice(integer)]
pub enum Status {
    Open = 1,
    Closed = 5_000_000_000,
}

fn main() {}
