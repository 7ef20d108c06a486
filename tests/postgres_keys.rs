//! How PostgreSQL is asked for the rows that listed keys lead to.

use std::sync::{Arc, Mutex};

use diesel::connection::{Instrumentation, InstrumentationEvent, SimpleConnection};
use diesel::prelude::*;
use orm_core::prelude::*;

#[derive(Model, Debug, Clone)]
#[model(has_many(books = Book::author))]
pub struct Author {
    pub id: i32,
}

#[derive(Model, Debug, Clone)]
#[model(has_many(pages = Page::book))]
pub struct Book {
    pub id: i64,
    pub title: String,
    #[model(foreign_key = Author)]
    pub author_id: Option<i32>,
    #[model(foreign_key = Shelf)]
    pub shelf_id: i16,
}

#[derive(Model, Debug, Clone)]
pub struct Shelf {
    pub id: i16,
}

#[derive(Model, Debug, Clone)]
pub struct Page {
    pub id: i32,
    #[model(foreign_key = Book)]
    pub book_id: i64,
}

const TABLES: &str = "
    CREATE TEMPORARY TABLE authors (id INTEGER PRIMARY KEY);
    CREATE TEMPORARY TABLE shelfs (id SMALLINT PRIMARY KEY);
    CREATE TEMPORARY TABLE books (id BIGINT PRIMARY KEY, title TEXT NOT NULL,
        author_id INTEGER, shelf_id SMALLINT NOT NULL);
    CREATE TEMPORARY TABLE pages (id INTEGER PRIMARY KEY, book_id BIGINT NOT NULL);
    INSERT INTO authors VALUES (1), (2), (3);
    INSERT INTO shelfs VALUES (7), (8);
    INSERT INTO books VALUES (1, 'a', 2, 7), (2, 'b', 1, 8), (3, 'c', 2, 7), (4, 'd', NULL, 7);
    INSERT INTO pages VALUES (1, 3), (2, 1), (3, 3);";

/// The statements of a connection.
#[derive(Clone, Default)]
struct Statements(Arc<Mutex<Vec<String>>>);

impl Instrumentation for Statements {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        if let InstrumentationEvent::StartQuery { query, .. } = event {
            let sql = query.to_string();
            let sql = sql.split(" -- binds").next().unwrap_or_default();
            self.0.lock().unwrap().push(sql.trim().to_owned());
        }
    }
}

impl Statements {
    /// What follows FROM in the last one.
    fn last(&self) -> String {
        let statements = self.0.lock().unwrap();
        let (_, rest) = statements.last().unwrap().split_once(" FROM ").unwrap();
        rest.replace('"', "")
    }
}

fn open() -> (PgConnection, Statements) {
    let url = std::env::var("ORM_TEST_POSTGRES")
        .unwrap_or_else(|_| "postgres://root@127.0.0.1/postgres".to_owned());
    let mut conn = PgConnection::establish(&url).unwrap();
    conn.batch_execute(TABLES).unwrap();
    let statements = Statements::default();
    conn.set_instrumentation(statements.clone());
    (conn, statements)
}

fn titles(books: &[BookRow]) -> Vec<&str> {
    books.iter().map(|book| book.title.as_str()).collect()
}

/// The array has the column's type: of another, PostgreSQL makes no hash table, and compares
/// each row with each key where there is no index.
#[test]
fn rows_that_hold_the_key_are_looked_up_in_an_array_of_its_width() {
    let (mut conn, statements) = open();
    let authors = queryset!(Author.order_by(-id).prefetch_related(books.order_by(id)))
        .load(&mut conn)
        .unwrap();
    let found: Vec<_> = authors
        .iter()
        .map(|author| titles(author.books()))
        .collect();
    assert_eq!(found, [vec![], vec!["a", "c"], vec!["b"]]);
    assert_eq!(
        statements.last(),
        "books AS self WHERE self.author_id = ANY(CAST($1 AS INTEGER[])) ORDER BY self.id"
    );

    let books = queryset!(Book.order_by(id).prefetch_related(shelf))
        .load(&mut conn)
        .unwrap();
    let shelves: Vec<_> = books.iter().map(|book| book.shelf().id).collect();
    assert_eq!(shelves, [7, 8, 7, 7]);
    assert_eq!(
        statements.last(),
        "shelfs AS self WHERE self.id = ANY(CAST($1 AS SMALLINT[]))"
    );

    let books = queryset!(Book.order_by(id).prefetch_related(pages.order_by(id)))
        .load(&mut conn)
        .unwrap();
    let pages: Vec<Vec<i32>> = books
        .iter()
        .map(|book| book.pages().iter().map(|page| page.id).collect())
        .collect();
    assert_eq!(pages, [vec![2], vec![], vec![1, 3], vec![]]);
    assert_eq!(
        statements.last(),
        "pages AS self WHERE self.book_id = ANY($1) ORDER BY self.id"
    );
}

#[test]
fn a_filter_stays_whole_beside_the_keys() {
    let (mut conn, _) = open();
    // Book 'a' is of another author, whom `||` alone would let in.
    let authors = queryset!(
        Author
            .filter(id == 1)
            .prefetch_related(books.filter(title == "b" || title == "a"))
    )
    .load(&mut conn)
    .unwrap();
    assert_eq!(titles(authors[0].books().shown()), ["b"]);
}

#[test]
fn a_filter_of_a_joined_table_stands_beside_the_keys() {
    let (mut conn, statements) = open();
    let authors = queryset!(
        Author
            .order_by(id)
            .prefetch_related(books.filter(shelf.id == 7).order_by(-id))
    )
    .load(&mut conn)
    .unwrap();
    let found: Vec<_> = authors
        .iter()
        .map(|author| titles(author.books().shown()))
        .collect();
    assert_eq!(found, [vec![], vec!["c", "a"], vec![]]);
    assert!(
        statements.last().contains(" WHERE self.author_id = ANY("),
        "{}",
        statements.last()
    );
}

/// A row number for each parent needs the place of its key.
#[test]
fn a_slice_for_each_parent_joins_the_keys() {
    let (mut conn, statements) = open();
    let authors = queryset!(
        Author
            .order_by(id)
            .prefetch_related(books.order_by(-id)[..1])
    )
    .load(&mut conn)
    .unwrap();
    let found: Vec<_> = authors
        .iter()
        .map(|author| titles(author.books().shown()))
        .collect();
    assert_eq!(found, [vec!["b"], vec!["c"], vec![]]);
    assert!(
        statements.last().contains("UNNEST("),
        "{}",
        statements.last()
    );
}

#[test]
fn in_bulk_looks_the_keys_up() {
    let (mut conn, statements) = open();
    let books = queryset!(Book).in_bulk([4, 2, 99], &mut conn).unwrap();
    let mut keys: Vec<i64> = books.keys().copied().collect();
    keys.sort_unstable();
    assert_eq!(keys, [2, 4]);
    assert_eq!(statements.last(), "books AS self WHERE self.id = ANY($1)");
}

#[test]
fn lists_have_the_columns_width_too() {
    let (mut conn, statements) = open();
    let count = queryset!(Book.filter(author_id.in_(vec![1, 2])))
        .count(&mut conn)
        .unwrap();
    assert_eq!(count, 3);
    assert!(
        statements.last().contains("= ANY(CAST($1 AS INTEGER[]))"),
        "{}",
        statements.last()
    );
}
