//! Numbers are never blank.
use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(table = "members", validate)]
pub struct Member {
    pub id: i32,
    #[model(not_blank)]
    pub age: i32,
    #[model(not_blank, db_default = "0")]
    pub points: Option<i64>,
}

fn main() {}
