//! Books with four relations, in temporary tables, and the two ways to load all of them.

use diesel_async::{AsyncConnection as _, AsyncPgConnection, SimpleAsyncConnection as _};
use orm_core::Result;
use orm_core::prelude::*;

#[derive(Model, Debug, Clone, PartialEq)]
#[model(has_many(reviews = Review::book, loans = Loan::book))]
pub struct Book {
    pub id: i32,
    #[model(foreign_key = Author)]
    pub author_id: i32,
    #[model(foreign_key = Publisher)]
    pub publisher_id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
pub struct Author {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
pub struct Publisher {
    pub id: i32,
    pub name: String,
}

#[derive(Model, Debug, Clone, PartialEq)]
pub struct Review {
    pub id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i32,
    pub stars: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
pub struct Loan {
    pub id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i32,
    pub days: i32,
}

const TABLES: &str = "
    CREATE TEMPORARY TABLE authors AS SELECT i AS id, 'author ' || i AS name FROM GENERATE_SERIES(1, 10) i;
    CREATE TEMPORARY TABLE publishers AS SELECT i AS id, 'publisher ' || i AS name FROM GENERATE_SERIES(1, 5) i;
    CREATE TEMPORARY TABLE books AS
        SELECT i AS id, 1 + i % 10 AS author_id, 1 + i % 5 AS publisher_id FROM GENERATE_SERIES(1, 20) i;
    CREATE TEMPORARY TABLE reviews AS
        SELECT i AS id, 1 + i % 20 AS book_id, i % 6 AS stars FROM GENERATE_SERIES(1, 60) i;
    CREATE TEMPORARY TABLE loans AS
        SELECT i AS id, 1 + i % 15 AS book_id, i % 30 AS days FROM GENERATE_SERIES(1, 45) i;";

pub type Shelf = Vec<row!(Book.prefetch_related(author, publisher, reviews, loans))>;

/// The server of the tests, `ORM_TEST_POSTGRES`.
pub fn server() -> String {
    std::env::var("ORM_TEST_POSTGRES")
        .unwrap_or_else(|_| "postgres://root@127.0.0.1/postgres".to_owned())
}

/// Where a URL's server listens: the host and port that stand in it.
pub fn address(url: &str) -> String {
    let host = host(url);
    if host.contains(':') {
        host.to_owned()
    } else {
        format!("{host}:5432")
    }
}

/// The same URL by way of a port of this machine.
pub fn by_way_of(url: &str, port: u16) -> String {
    url.replacen(host(url), &format!("127.0.0.1:{port}"), 1)
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let rest = rest.split_once('/').map_or(rest, |(rest, _)| rest);
    rest.rsplit_once('@').map_or(rest, |(_, host)| host)
}

/// A connection on which the tables are there.
pub async fn open(url: &str) -> AsyncPgConnection {
    let mut conn = AsyncPgConnection::establish(url).await.expect("a server");
    conn.batch_execute(TABLES).await.expect("the tables");
    conn
}

/// By one queryset: the relations are siblings.
pub async fn siblings(conn: &mut AsyncPgConnection) -> Result<Shelf> {
    queryset!(
        Book.order_by(id)
            .prefetch_related(author, publisher, reviews, loans)
    )
    .load(conn)
    .await
}

/// The same, each relation when the one before is there.
pub async fn one_after_another(conn: &mut AsyncPgConnection) -> Result<Shelf> {
    let books = queryset!(Book.order_by(id).prefetch_related(author))
        .load(conn)
        .await?;
    let books = queryset!(books.prefetch_related(publisher))
        .load(conn)
        .await?;
    let books = queryset!(books.prefetch_related(reviews))
        .load(conn)
        .await?;
    queryset!(books.prefetch_related(loans)).load(conn).await
}
