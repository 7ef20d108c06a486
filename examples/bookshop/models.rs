//! The bookshop's models: ten tables, with every kind of relation between them.

use orm_core::prelude::*;
use serde::Serialize;

#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(table = "countries", serialize, ordering(name))]
#[model(has_many(authors = Author::country, publishers = Publisher::country))]
pub struct Country {
    #[model(primary_key)]
    pub code: String,
    pub name: String,
}

#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(serialize, ordering(name), has_many(books = Book::author))]
pub struct Author {
    pub id: i32,
    pub name: String,
    #[model(foreign_key = Country, relation = "country")] // nobody knows where Homer was born
    pub country_code: Option<String>,
    pub born: Option<i32>,
    pub died: Option<i32>,
}

#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(serialize, has_many(books = Book::publisher))]
pub struct Publisher {
    pub id: i32,
    pub name: String,
    #[model(foreign_key = Country, relation = "country")]
    pub country_code: String,
}

/// A book, or a translation of one: a translation is a book of its own, with a publisher and
/// a year.
#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(
    serialize,
    ordering(year, title),
    has_many(translations = Book::translation_of, sequels = Book::sequel_of),
    has_many(reviews = Review::book, lines = OrderLine::book),
    many_to_many(genres = Genre, through = BookGenre)
)]
pub struct Book {
    pub id: i32,
    pub title: String,
    #[model(foreign_key = Author)]
    pub author_id: i32,
    #[model(foreign_key = Publisher)]
    pub publisher_id: Option<i32>,
    pub year: i32,
    pub language: String,
    #[model(foreign_key = Book)]
    pub translation_of_id: Option<i32>,
    #[model(foreign_key = Book)]
    pub sequel_of_id: Option<i32>,
}

#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(serialize, ordering(name), many_to_many(books = Book, through = BookGenre))]
pub struct Genre {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(serialize, primary_key(book_id, genre_id))]
pub struct BookGenre {
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Genre)]
    pub genre_id: i32,
}

#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(serialize, has_many(reviews = Review::customer, orders = Order::customer))]
pub struct Customer {
    pub id: i32,
    pub name: String,
    #[model(foreign_key = Country, relation = "country")]
    pub country_code: String,
}

#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(serialize, ordering(-stars, id))]
pub struct Review {
    pub id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Customer)]
    pub customer_id: i32,
    pub stars: i32,
}

#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(serialize, has_many(lines = OrderLine::order))]
pub struct Order {
    pub id: i32,
    #[model(foreign_key = Customer)]
    pub customer_id: i32,
    pub year: i32,
}

#[derive(Model, Serialize, Debug, Clone, PartialEq)]
#[model(serialize)]
pub struct OrderLine {
    pub id: i32,
    #[model(foreign_key = Order, on_delete = "cascade")]
    pub order_id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i32,
    pub copies: i32,
    pub cents: i32,
}
