//! The field says when a row was deleted, or that it was not.
use orm_core::prelude::*;

#[derive(Model)]
#[model(soft_delete = deleted)]
pub struct Note {
    pub id: i32,
    pub deleted: bool,
}

#[derive(Model)]
#[model(soft_delete = deleted_at)]
pub struct Page {
    pub id: i32,
    pub deleted_on: Option<chrono::NaiveDate>,
}

fn main() {}
