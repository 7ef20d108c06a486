//! Variants with fields.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq)]
pub enum Status {
    Open,
    Closed(String),
}

#[derive(Model)]
pub struct Ticket {
    pub id: i32,
    pub status: Status,
}

fn main() {}
