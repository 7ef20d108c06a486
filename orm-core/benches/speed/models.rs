//! The tables of the bench, as ours and as Diesel's: one struct serves all three sides.

use diesel::prelude::*;
use orm_core::prelude::*;

diesel::table! { countries (id) { id -> Integer, code -> Text, name -> Text, } }
diesel::table! { publishers (id) { id -> Integer, name -> Text, founded -> Nullable<Integer>, } }
diesel::table! {
    authors (id) {
        id -> Integer,
        name -> Text,
        born -> Nullable<Integer>,
        score -> Nullable<Double>,
        country_id -> Nullable<Integer>,
    }
}
diesel::table! {
    books (id) {
        id -> Integer,
        isbn -> Text,
        title -> Text,
        author_id -> Integer,
        publisher_id -> Integer,
        pages -> Nullable<Integer>,
        price -> Double,
        in_print -> Bool,
    }
}
diesel::table! { tags (id) { id -> Integer, name -> Text, } }
diesel::table! {
    book_tags (book_id, tag_id) { book_id -> Integer, tag_id -> Integer, weight -> Integer, }
}
diesel::table! {
    reviews (id) {
        id -> Integer,
        book_id -> Integer,
        stars -> Integer,
        title -> Nullable<Text>,
        body -> Text,
    }
}
diesel::table! {
    visits (id) { id -> BigInt, book_id -> Integer, seconds -> Integer, source -> Nullable<Text>, }
}
diesel::joinable!(authors -> countries (country_id));
diesel::joinable!(books -> authors (author_id));
diesel::joinable!(books -> publishers (publisher_id));
diesel::joinable!(book_tags -> books (book_id));
diesel::joinable!(book_tags -> tags (tag_id));
diesel::joinable!(reviews -> books (book_id));
diesel::allow_tables_to_appear_in_same_query!(
    countries, publishers, authors, books, tags, book_tags, reviews, visits,
);

#[derive(Model, Queryable, Selectable, Identifiable, Debug, Clone, PartialEq)]
#[diesel(table_name = countries)]
#[model(table = "countries", has_many(authors = Author::country))]
pub struct Country {
    pub id: i32,
    pub code: String,
    pub name: String,
}

#[derive(Model, Queryable, Selectable, Identifiable, Debug, Clone, PartialEq)]
#[model(has_many(books = Book::publisher))]
pub struct Publisher {
    pub id: i32,
    pub name: String,
    pub founded: Option<i32>,
}

#[derive(Model, Queryable, Selectable, Identifiable, Debug, Clone, PartialEq)]
#[model(has_many(books = Book::author))]
pub struct Author {
    pub id: i32,
    pub name: String,
    pub born: Option<i32>,
    pub score: Option<f64>,
    #[model(foreign_key = Country)]
    pub country_id: Option<i32>,
}

#[derive(Model, Queryable, Selectable, Identifiable, Associations, Debug, Clone, PartialEq)]
#[diesel(belongs_to(Author))]
#[model(
    has_many(reviews = Review::book),
    many_to_many(tags = Tag, through = BookTag),
)]
pub struct Book {
    pub id: i32,
    pub isbn: String,
    pub title: String,
    #[model(foreign_key = Author)]
    pub author_id: i32,
    #[model(foreign_key = Publisher)]
    pub publisher_id: i32,
    pub pages: Option<i32>,
    pub price: f64,
    pub in_print: bool,
}

#[derive(Model, Queryable, Selectable, Identifiable, Debug, Clone, PartialEq)]
#[model(many_to_many(books = Book, through = BookTag))]
pub struct Tag {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Queryable, Selectable, Identifiable, Associations, Debug, Clone, PartialEq)]
#[diesel(belongs_to(Book), belongs_to(Tag), primary_key(book_id, tag_id))]
#[model(primary_key(book_id, tag_id))]
pub struct BookTag {
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Tag)]
    pub tag_id: i32,
    pub weight: i32,
}

#[derive(Model, Queryable, Selectable, Identifiable, Associations, Debug, Clone, PartialEq)]
#[diesel(belongs_to(Book))]
pub struct Review {
    pub id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i32,
    pub stars: i32,
    pub title: Option<String>,
    pub body: String,
}

#[derive(Model, Queryable, Selectable, Identifiable, Debug, Clone, PartialEq)]
pub struct Visit {
    pub id: i64,
    #[model(foreign_key = Book)]
    pub book_id: i32,
    pub seconds: i32,
    pub source: Option<String>,
}

/// What is selected of a review.
#[derive(Queryable, Debug, PartialEq)]
pub struct Opinion {
    pub id: i32,
    pub stars: i32,
    pub title: Option<String>,
    pub body: String,
}

/// What is selected of a book, and of its author.
#[derive(Queryable, Debug, PartialEq)]
pub struct Card {
    pub title: String,
    pub pages: Option<i32>,
    pub author: String,
}

/// What stands beside an author.
#[derive(Debug, PartialEq)]
pub struct Shelf {
    pub titles: i64,
}

/// What stands beside a book.
#[derive(Debug, PartialEq)]
pub struct Priced {
    pub gross: f64,
}

/// The reviews of a book.
#[derive(Queryable, Debug, PartialEq)]
pub struct Rated {
    pub book_id: i32,
    pub reviews: i64,
    pub stars: Option<i64>,
}
