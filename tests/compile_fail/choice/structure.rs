//! A struct.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
pub struct Status(String);

fn main() {}
