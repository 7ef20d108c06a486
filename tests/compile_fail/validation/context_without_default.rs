use orm_core::prelude::*;

pub struct Limits {
    name: usize,
}

#[derive(Model, Debug, Clone)]
#[model(table = "members", validate)]
#[garde(context(Limits as limits))]
pub struct Member {
    pub id: i32,
    #[garde(length(max = limits.name))]
    pub name: String,
}

fn main() {}
