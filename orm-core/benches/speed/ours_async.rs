//! The cases as querysets on an async connection.

use diesel_async::AsyncPgConnection as Conn;
use futures_util::TryStreamExt;
use orm_core::prelude::*;
use orm_core::{One, Result};

use crate::models::*;

pub async fn point(conn: &mut Conn, key: i32) -> Result<One<BookRow>> {
    queryset!(Book.filter(id == key)).get(conn).await
}

pub async fn list(
    conn: &mut Conn,
    below: f64,
) -> Result<Vec<row!(Book.select_related(author, publisher))>> {
    queryset!(
        Book.filter(price < below && in_print == true)
            .order_by(title, id)
            .select_related(author, publisher)[..20]
    )
    .load(conn)
    .await
}

pub async fn children(
    conn: &mut Conn,
    after: i32,
) -> Result<Vec<row!(Author.prefetch_related(books))>> {
    queryset!(
        Author
            .filter(id > after)
            .order_by(id)
            .prefetch_related(books)[..100]
    )
    .load(conn)
    .await
}

pub async fn many(conn: &mut Conn, after: i32) -> Result<Vec<row!(Book.prefetch_related(tags))>> {
    queryset!(Book.filter(id > after).order_by(id).prefetch_related(tags)[..100])
        .load(conn)
        .await
}

pub async fn scan(conn: &mut Conn) -> Result<Vec<row!(Review.select_related(book))>> {
    queryset!(Review.order_by(id).select_related(book))
        .load(conn)
        .await
}

pub async fn all(conn: &mut Conn) -> Result<Vec<row!(Author.prefetch_related(books))>> {
    queryset!(Author.prefetch_related(books)).load(conn).await
}

pub async fn stream(conn: &mut Conn, mut each: impl FnMut(VisitRow)) -> Result<()> {
    let query = queryset!(Visit);
    let mut rows = query.iterator(conn).await?;
    while let Some(visit) = rows.try_next().await? {
        each(visit);
    }
    Ok(())
}

pub async fn levels(
    conn: &mut Conn,
    after: i32,
) -> Result<Vec<row!(Author.prefetch_related(books.reviews))>> {
    queryset!(
        Author
            .filter(id > after)
            .order_by(id)
            .prefetch_related(books.reviews)[..100]
    )
    .load(conn)
    .await
}

pub async fn through(conn: &mut Conn, country: &str) -> Result<Vec<BookRow>> {
    queryset!(Book.filter(author.country.name == country))
        .load(conn)
        .await
}
