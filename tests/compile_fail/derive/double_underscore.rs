//! A relation whose name has `__`.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Part {
    pub id: i32,
    #[model(foreign_key = Self)]
    pub made__from_id: i32,
}

fn main() {}
