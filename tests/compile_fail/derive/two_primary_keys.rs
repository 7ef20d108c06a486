//! Two fields marked as the key.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Link {
    #[model(primary_key)]
    pub a: i32,
    #[model(primary_key)]
    pub b: i32,
}

fn main() {}
