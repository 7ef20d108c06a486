//! Code that is generic over models gives all rows.
#[path = "../models.rs"]
mod models;
use models::*;

#[derive(Model, Debug, Clone)]
#[model(table = "books", tenant = org_id)]
pub struct Book {
    pub id: i32,
    pub org_id: i32,
    pub title: String,
}

fn main() {
    let _ = orm_core::model::<Book>();
}
