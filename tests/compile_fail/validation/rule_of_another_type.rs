use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(table = "members", validate)]
pub struct Member {
    pub id: i32,
    #[garde(range(min = 1))]
    pub name: String,
    #[model(db_default = "0")]
    #[garde(contains("@"))]
    pub points: i64,
}

fn main() {}
