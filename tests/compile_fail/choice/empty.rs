//! No variants.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
pub enum Status {}

fn main() {}
