//! Two variants that would be stored alike.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
pub enum Status {
    Open,
    #[choice(rename = "open")]
    Reopened,
}

fn main() {}
