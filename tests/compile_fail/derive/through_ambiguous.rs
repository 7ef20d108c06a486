//! A link model with two foreign keys to one side.
use orm_core::prelude::*;

#[derive(Model)]
#[model(many_to_many(friends = Person, through = Friendship))]
pub struct Person {
    pub id: i32,
}

#[derive(Model)]
pub struct Friendship {
    pub id: i32,
    #[model(foreign_key = Person)]
    pub asker_id: i32,
    #[model(foreign_key = Person)]
    pub asked_id: i32,
}

fn main() {}
