//! A model with hooks that were not written.
use diesel::SqliteConnection;
use orm_core::prelude::*;

#[derive(Model, Debug)]
#[model(table = "books", hooks(insert))]
pub struct Book {
    pub id: i32,
    pub title: String,
}

fn main() {}

fn case(conn: &mut SqliteConnection) {
    let _ = queryset!(Book.create(title = "a")).run(conn);
}
