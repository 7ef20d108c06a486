use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(table = "members", validate = hand)]
pub struct Member {
    pub id: i32,
    pub name: String,
}

fn main() {}
