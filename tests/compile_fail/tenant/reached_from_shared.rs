//! A relation from everybody's rows to those of tenants.
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
#[model(table = "sales")]
pub struct Sale {
    pub id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i32,
}

fn main() {}
