//! Links that belong to a tenant, and it is not said to which.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

#[derive(Model, Debug, Clone)]
#[model(table = "books", tenant = org_id, many_to_many(tags = Tag, through = BookTag))]
pub struct Book {
    pub id: i32,
    pub org_id: i32,
}

#[derive(Model, Debug, Clone)]
#[model(table = "tags", tenant = org_id)]
pub struct Tag {
    pub id: i32,
    pub org_id: i32,
}

#[derive(Model, Debug, Clone)]
#[model(table = "book_tags", tenant = org_id, primary_key(book_id, tag_id))]
pub struct BookTag {
    pub org_id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Tag)]
    pub tag_id: i32,
}

fn case(book: &Book, tag: &Tag) {
    let _ = queryset!(book.tags.add(tag, org_id = book.org_id));
    let _ = queryset!(book.tags.add(tag));
    let _ = queryset!(book.tags.set(tag));
}
