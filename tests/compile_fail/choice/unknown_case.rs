//! A misspelt spelling.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
#[choice(rename_all = "snakecase")]
pub enum Status {
    Open,
    OnHold,
}

fn main() {}
