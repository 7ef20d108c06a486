//! An enum.
use orm_core::prelude::*;

#[derive(Model)]
pub enum Status {
    Open,
    Done,
}

fn main() {}
