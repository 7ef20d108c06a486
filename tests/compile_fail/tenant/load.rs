//! It is not said whose rows are loaded.
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

fn main() {}

fn case(conn: &mut SqliteConnection) -> orm_core::Result<()> {
    for book in queryset!(Book).load(conn)? {
        println!("{}", book.title);
    }
    Ok(())
}
