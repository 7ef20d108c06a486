//! The cases as querysets on an async connection.

use diesel_async::AsyncPgConnection as Conn;
use futures_util::TryStreamExt;
use orm_core::prelude::*;
use orm_core::{Annotated, One, Result};

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

pub async fn tuples(conn: &mut Conn) -> Result<Vec<(i32, i32, Option<String>)>> {
    queryset!(Review.order_by(id).values_list(id, stars, title))
        .load(conn)
        .await
}

pub async fn structs(conn: &mut Conn) -> Result<Vec<Opinion>> {
    queryset!(Review.order_by(id).select(Opinion {
        id,
        stars,
        title,
        body
    }))
    .load(conn)
    .await
}

pub async fn few_tuples(conn: &mut Conn, below: f64) -> Result<Vec<(String, Option<i32>, String)>> {
    queryset!(
        Book.filter(price < below)
            .order_by(title, id)
            .values_list(title, pages, author.name)[..20]
    )
    .load(conn)
    .await
}

pub async fn few_structs(conn: &mut Conn, below: f64) -> Result<Vec<Card>> {
    queryset!(
        Book.filter(price < below).order_by(title, id).select(Card {
            title,
            pages,
            author: author.name
        })[..20]
    )
    .load(conn)
    .await
}

pub async fn few_counts(conn: &mut Conn, after: i32) -> Result<Vec<Annotated<AuthorRow, Shelf>>> {
    queryset!(
        Author.filter(id > after).order_by(id).annotate(Shelf {
            titles: count(books)
        })[..20]
    )
    .load(conn)
    .await
}

pub async fn counts(conn: &mut Conn, after: i32) -> Result<Vec<Annotated<AuthorRow, Shelf>>> {
    queryset!(
        Author.filter(id > after).order_by(id).annotate(Shelf {
            titles: count(books)
        })[..1000]
    )
    .load(conn)
    .await
}

pub async fn priced(conn: &mut Conn) -> Result<Vec<Annotated<BookRow, Priced>>> {
    queryset!(Book.order_by(id).annotate(Priced { gross: price * 1.2 }))
        .load(conn)
        .await
}

pub async fn groups(conn: &mut Conn, above: i64) -> Result<Vec<Rated>> {
    queryset!(
        Review
            .group_by(book_id)
            .annotate(reviews = count(), total = sum(stars))
            .filter(reviews > above)
            .order_by(-reviews, book_id)
            .select(Rated {
                book_id,
                reviews,
                stars: total
            })
    )
    .load(conn)
    .await
}
