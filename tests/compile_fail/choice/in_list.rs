//! Variants of another enum in a list.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, Copy, PartialEq)]
pub enum Status {
    Open,
    Closed,
}
#[derive(Choice, Debug, Clone, Copy, PartialEq)]
pub enum Mood {
    Sad,
    Ok,
}

#[derive(Model)]
pub struct Ticket {
    pub id: i32,
    pub status: Status,
}

fn main() {
    let _ = queryset!(Ticket.filter(status.in_([Mood::Ok])));
}
