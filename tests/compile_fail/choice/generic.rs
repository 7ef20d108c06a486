//! A generic enum.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
pub enum Status<T> {
    Open,
    Closed(T),
}

fn main() {}
