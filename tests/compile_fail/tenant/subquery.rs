//! A subquery says whose rows it means as well.
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
    let _ = queryset!(Track.filter(id.in_(queryset!(Book.filter(title == "x")))));
}
