//! A rule that sets NULL where NULL cannot be.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album {
    pub id: i32,
    #[model(foreign_key = Self, on_delete = "set_null")]
    pub box_id: i32,
}

fn main() {}
