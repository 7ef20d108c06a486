//! A misspelt key on the struct.
use orm_core::prelude::*;

#[derive(Model)]
#[model(tabel = "albums")]
pub struct Album {
    pub id: i32,
}

fn main() {}
