//! A field that the model does not have.
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

#[derive(Model, Debug, Clone)]
#[model(table = "sales", tenant = org)]
pub struct Sale {
    pub id: i32,
    pub org_id: i32,
}

fn main() {}
