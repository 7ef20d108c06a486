//! The cases as an expert writes them with diesel-async.

use diesel::prelude::{
    BelongingToDsl, BoolExpressionMethods, ExpressionMethods, GroupedBy, QueryDsl, QueryResult,
    SelectableHelper,
};
use diesel_async::{AsyncPgConnection as Conn, RunQueryDsl};
use futures_util::TryStreamExt;

use crate::models::*;

pub async fn point(conn: &mut Conn, key: i32) -> QueryResult<Book> {
    books::table
        .find(key)
        .select(Book::as_select())
        .first(conn)
        .await
}

pub async fn list(conn: &mut Conn, below: f64) -> QueryResult<Vec<(Book, Author, Publisher)>> {
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
        .await
}

pub async fn children(conn: &mut Conn, after: i32) -> QueryResult<Vec<(Author, Vec<Book>)>> {
    let authors = some_authors(conn, after).await?;
    let books = Book::belonging_to(&authors)
        .select(Book::as_select())
        .load(conn)
        .await?
        .grouped_by(&authors);
    Ok(authors.into_iter().zip(books).collect())
}

async fn some_authors(conn: &mut Conn, after: i32) -> QueryResult<Vec<Author>> {
    authors::table
        .filter(authors::id.gt(after))
        .order_by(authors::id)
        .limit(100)
        .select(Author::as_select())
        .load(conn)
        .await
}

pub async fn many(conn: &mut Conn, after: i32) -> QueryResult<Vec<(Book, Vec<Tag>)>> {
    let books: Vec<Book> = books::table
        .filter(books::id.gt(after))
        .order_by(books::id)
        .limit(100)
        .select(Book::as_select())
        .load(conn)
        .await?;
    let tags: Vec<Vec<(BookTag, Tag)>> = BookTag::belonging_to(&books)
        .inner_join(tags::table)
        .select((BookTag::as_select(), Tag::as_select()))
        .load(conn)
        .await?
        .grouped_by(&books);
    Ok(books
        .into_iter()
        .zip(tags)
        .map(|(book, tags)| (book, tags.into_iter().map(|(_, tag)| tag).collect()))
        .collect())
}

pub async fn scan(conn: &mut Conn) -> QueryResult<Vec<(Review, Book)>> {
    reviews::table
        .inner_join(books::table)
        .order_by(reviews::id)
        .select((Review::as_select(), Book::as_select()))
        .load(conn)
        .await
}

pub async fn all(conn: &mut Conn) -> QueryResult<Vec<(Author, Vec<Book>)>> {
    let authors: Vec<Author> = authors::table
        .select(Author::as_select())
        .load(conn)
        .await?;
    let books = Book::belonging_to(&authors)
        .select(Book::as_select())
        .load(conn)
        .await?
        .grouped_by(&authors);
    Ok(authors.into_iter().zip(books).collect())
}

pub async fn stream(conn: &mut Conn, mut each: impl FnMut(&Visit)) -> QueryResult<()> {
    let mut rows = visits::table
        .select(Visit::as_select())
        .load_stream::<Visit>(conn)
        .await?;
    while let Some(visit) = rows.try_next().await? {
        each(&visit);
    }
    Ok(())
}

pub async fn levels(
    conn: &mut Conn,
    after: i32,
) -> QueryResult<Vec<(Author, Vec<(Book, Vec<Review>)>)>> {
    let authors = some_authors(conn, after).await?;
    let books: Vec<Book> = Book::belonging_to(&authors)
        .select(Book::as_select())
        .load(conn)
        .await?;
    let reviews = Review::belonging_to(&books)
        .select(Review::as_select())
        .load(conn)
        .await?
        .grouped_by(&books);
    let books: Vec<Vec<(Book, Vec<Review>)>> = books.into_iter().zip(reviews).grouped_by(&authors);
    Ok(authors.into_iter().zip(books).collect())
}

pub async fn through(conn: &mut Conn, country: &str) -> QueryResult<Vec<Book>> {
    books::table
        .inner_join(authors::table.inner_join(countries::table))
        .filter(countries::name.eq(country))
        .select(Book::as_select())
        .load(conn)
        .await
}
