use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(table = "members")]
pub struct Member {
    pub id: i32,
    #[garde(length(min = 1))]
    pub name: String,
}

fn main() {}
