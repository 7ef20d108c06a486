//! The cases as an expert writes them with Diesel, on the connection of the module above.

use diesel::dsl::{count_star, sum};
use diesel::prelude::*;

use super::{Conn, Streaming};
use crate::models::*;

pub fn point(conn: &mut Conn, key: i32) -> QueryResult<Book> {
    books::table.find(key).select(Book::as_select()).first(conn)
}

pub fn list(conn: &mut Conn, below: f64) -> QueryResult<Vec<(Book, Author, Publisher)>> {
    books::table
        .inner_join(authors::table)
        .inner_join(publishers::table)
        .filter(books::price.lt(below).and(books::in_print.eq(true)))
        .order_by((books::title, books::id))
        .limit(20)
        .select((
            Book::as_select(),
            Author::as_select(),
            Publisher::as_select(),
        ))
        .load(conn)
}

pub fn children(conn: &mut Conn, after: i32) -> QueryResult<Vec<(Author, Vec<Book>)>> {
    let authors = some_authors(conn, after)?;
    let books = Book::belonging_to(&authors)
        .select(Book::as_select())
        .load(conn)?
        .grouped_by(&authors);
    Ok(authors.into_iter().zip(books).collect())
}

fn some_authors(conn: &mut Conn, after: i32) -> QueryResult<Vec<Author>> {
    authors::table
        .filter(authors::id.gt(after))
        .order_by(authors::id)
        .limit(100)
        .select(Author::as_select())
        .load(conn)
}

pub fn many(conn: &mut Conn, after: i32) -> QueryResult<Vec<(Book, Vec<Tag>)>> {
    let books: Vec<Book> = books::table
        .filter(books::id.gt(after))
        .order_by(books::id)
        .limit(100)
        .select(Book::as_select())
        .load(conn)?;
    let tags: Vec<Vec<(BookTag, Tag)>> = BookTag::belonging_to(&books)
        .inner_join(tags::table)
        .select((BookTag::as_select(), Tag::as_select()))
        .load(conn)?
        .grouped_by(&books);
    Ok(books
        .into_iter()
        .zip(tags)
        .map(|(book, tags)| (book, tags.into_iter().map(|(_, tag)| tag).collect()))
        .collect())
}

/// In order, so that all sides walk the same way: without one SQLite starts an INNER JOIN
/// at `books` and a LEFT JOIN at `reviews`.
pub fn scan(conn: &mut Conn) -> QueryResult<Vec<(Review, Book)>> {
    reviews::table
        .inner_join(books::table)
        .order_by(reviews::id)
        .select((Review::as_select(), Book::as_select()))
        .load(conn)
}

pub fn all(conn: &mut Conn) -> QueryResult<Vec<(Author, Vec<Book>)>> {
    let authors: Vec<Author> = authors::table.select(Author::as_select()).load(conn)?;
    let books = Book::belonging_to(&authors)
        .select(Book::as_select())
        .load(conn)?
        .grouped_by(&authors);
    Ok(authors.into_iter().zip(books).collect())
}

pub fn stream(conn: &mut Conn, mut each: impl FnMut(&Visit)) -> QueryResult<()> {
    let rows = visits::table
        .select(Visit::as_select())
        .load_iter::<Visit, Streaming>(conn)?;
    for visit in rows {
        each(&visit?);
    }
    Ok(())
}

pub fn levels(conn: &mut Conn, after: i32) -> QueryResult<Vec<(Author, Vec<(Book, Vec<Review>)>)>> {
    let authors = some_authors(conn, after)?;
    let books: Vec<Book> = Book::belonging_to(&authors)
        .select(Book::as_select())
        .load(conn)?;
    let reviews = Review::belonging_to(&books)
        .select(Review::as_select())
        .load(conn)?
        .grouped_by(&books);
    let books: Vec<Vec<(Book, Vec<Review>)>> = books.into_iter().zip(reviews).grouped_by(&authors);
    Ok(authors.into_iter().zip(books).collect())
}

pub fn through(conn: &mut Conn, country: &str) -> QueryResult<Vec<Book>> {
    books::table
        .inner_join(authors::table.inner_join(countries::table))
        .filter(countries::name.eq(country))
        .select(Book::as_select())
        .load(conn)
}

pub fn tuples(conn: &mut Conn) -> QueryResult<Vec<(i32, i32, Option<String>)>> {
    reviews::table
        .order_by(reviews::id)
        .select((reviews::id, reviews::stars, reviews::title))
        .load(conn)
}

pub fn structs(conn: &mut Conn) -> QueryResult<Vec<Opinion>> {
    reviews::table
        .order_by(reviews::id)
        .select((reviews::id, reviews::stars, reviews::title, reviews::body))
        .load(conn)
}

pub fn few_tuples(conn: &mut Conn, below: f64) -> QueryResult<Vec<(String, Option<i32>, String)>> {
    books::table
        .inner_join(authors::table)
        .filter(books::price.lt(below))
        .order_by((books::title, books::id))
        .limit(20)
        .select((books::title, books::pages, authors::name))
        .load(conn)
}

pub fn few_structs(conn: &mut Conn, below: f64) -> QueryResult<Vec<Card>> {
    books::table
        .inner_join(authors::table)
        .filter(books::price.lt(below))
        .order_by((books::title, books::id))
        .limit(20)
        .select((books::title, books::pages, authors::name))
        .load(conn)
}

pub fn few_counts(conn: &mut Conn, after: i32) -> QueryResult<Vec<(Author, i64)>> {
    counted(conn, after, 20)
}

pub fn counts(conn: &mut Conn, after: i32) -> QueryResult<Vec<(Author, i64)>> {
    counted(conn, after, 1000)
}

/// A subquery for each: a join that is grouped costs more, on SQLite and on PostgreSQL.
fn counted(conn: &mut Conn, after: i32, most: i64) -> QueryResult<Vec<(Author, i64)>> {
    let books = books::table
        .filter(books::author_id.eq(authors::id))
        .count()
        .single_value()
        .assume_not_null();
    authors::table
        .filter(authors::id.gt(after))
        .order_by(authors::id)
        .limit(most)
        .select((Author::as_select(), books))
        .load(conn)
}

pub fn priced(conn: &mut Conn) -> QueryResult<Vec<(Book, f64)>> {
    books::table
        .order_by(books::id)
        .select((Book::as_select(), books::price * 1.2))
        .load(conn)
}

pub fn groups(conn: &mut Conn, above: i64) -> QueryResult<Vec<Rated>> {
    reviews::table
        .group_by(reviews::book_id)
        .having(count_star().gt(above))
        .order_by((count_star().desc(), reviews::book_id))
        .select((reviews::book_id, count_star(), sum(reviews::stars)))
        .load(conn)
}
