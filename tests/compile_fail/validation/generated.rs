use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(table = "members", validate)]
pub struct Member {
    pub id: i32,
    #[model(generated)]
    #[garde(range(min = 1))]
    pub doubled: i32,
}

fn main() {}
