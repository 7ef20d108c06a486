//! A name for what is stored as a number.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
#[choice(integer)]
pub enum Status {
    Open = 1,
    #[choice(rename = "shut")]
    Closed = 2,
}

fn main() {}
