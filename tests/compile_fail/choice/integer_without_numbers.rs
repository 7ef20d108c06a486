//! Numbers that would change with the order of the variants.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
#[choice(integer)]
pub enum Status {
    Open,
    Closed = 5,
}

fn main() {}
