//! Columns of the link model, and their types.
#[path = "../models.rs"]
mod models;
use models::*;

fn main() {}

#[derive(Model, Debug, Clone)]
#[model(table = "books", many_to_many(tags = Tag, through = BookTag))]
pub struct Book {
    pub id: i32,
}

#[derive(Model, Debug, Clone)]
#[model(table = "tags")]
pub struct Tag {
    pub id: i32,
}

#[derive(Model, Debug, Clone)]
#[model(table = "book_tags", primary_key(book_id, tag_id))]
pub struct BookTag {
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Tag)]
    pub tag_id: i32,
    pub weight: i32,
}

fn case(book: &Book, tag: &Tag) {
    let _ = queryset!(book.tags.add(tag, wieght = 1));
    let _ = queryset!(book.tags.add(tag, weight = "heavy"));
    let _ = queryset!(book.tags.add(tag, weight = None));
    let _ = queryset!(book.tags.set(tag, weight = F(weight) + 1));
    let _ = queryset!(book.tags.set(tag, tag.weight = 1));
}
