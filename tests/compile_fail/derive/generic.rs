//! A generic struct.
use orm_core::prelude::*;

#[derive(Model)]
pub struct Album<T> {
    pub id: i32,
    pub title: T,
}

fn main() {}
