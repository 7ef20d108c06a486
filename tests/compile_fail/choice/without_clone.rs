//! An enum that cannot be cloned.
use orm_core::prelude::*;

#[derive(Choice, Debug, PartialEq)]
pub enum Status {
    Open,
    Closed,
}

fn main() {}
