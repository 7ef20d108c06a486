//! Attributes of variants on the enum, and of the enum on a variant.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
#[choice(rename = "status")]
pub enum Status {
    Open,
    #[choice(rename_all = "lowercase")]
    Closed,
}

fn main() {}
