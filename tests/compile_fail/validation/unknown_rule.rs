use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(table = "members", validate)]
pub struct Member {
    pub id: i32,
    #[garde(lenght(min = 1))]
    pub name: String,
}

fn main() {}
