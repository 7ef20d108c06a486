//! Rows that hooks are called with, and that nobody reads back.
use diesel::SqliteConnection;
use orm_core::Hooks;
use orm_core::prelude::*;

#[derive(Model, Debug)]
#[model(table = "books", hooks(insert))]
pub struct Book {
    pub id: i32,
    pub title: String,
}

impl Hooks<SqliteConnection> for Book {}

fn main() {}

fn case(rows: Vec<NewBook>, conn: &mut SqliteConnection) {
    let _ = Book.bulk_create(rows).count_only().run(conn);
}
