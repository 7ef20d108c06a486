//! It is not said whose rows are filtered.
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
    let _ = queryset!(Book.filter(title == "x").order_by(title)[..3]);
}
