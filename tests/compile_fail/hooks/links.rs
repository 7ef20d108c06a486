//! Links of a model with hooks, which are not called for links.
use diesel::SqliteConnection;
use orm_core::prelude::*;
use orm_core::{Hooks, write::Linked};

#[derive(Model, Debug)]
#[model(table = "books", many_to_many(tags = Tag, through = BookTag))]
pub struct Book {
    pub id: i32,
}

#[derive(Model, Debug)]
#[model(table = "tags")]
pub struct Tag {
    pub id: i32,
}

#[derive(Model, Debug)]
#[model(table = "book_tags", hooks(insert))]
pub struct BookTag {
    pub id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Tag)]
    pub tag_id: i32,
}

impl Hooks<SqliteConnection> for BookTag {}

fn main() {}

fn case(book: Book, conn: &mut SqliteConnection) -> orm_core::Result<Linked> {
    queryset!(book.tags.add([1, 2])).run(conn)
}
