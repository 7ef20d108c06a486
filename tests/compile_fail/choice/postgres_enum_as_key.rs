//! An enum of PostgreSQL's as a key.
use orm_core::prelude::*;

#[derive(Choice, Debug, Clone, PartialEq, Eq, Hash)]
#[choice(postgres_enum = "mood")]
pub enum Mood {
    Sad,
    Ok,
}

#[derive(Model)]
pub struct Ticket {
    pub id: Mood,
}

fn main() {}
