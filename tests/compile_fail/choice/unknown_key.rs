//! Misspelt attributes, each with the nearest there is.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
#[choice(postgres_enun = "status")]
pub enum Status {
    Open,
    #[choice(renam = "shut")]
    Closed,
}

fn main() {}
