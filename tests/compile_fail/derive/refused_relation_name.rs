//! A relation named as a method of rows.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Part {
    pub id: i32,
    #[model(foreign_key = Self)]
    pub model_id: i32,
}

fn main() {}
