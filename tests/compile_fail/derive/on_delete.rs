//! A rule that there is none of.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(foreign_key = Self, on_delete = "cascada")]
    pub box_id: i32,
}

fn main() {}
