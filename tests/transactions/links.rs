//! Links that several connections add, set and remove at once: each is there once.

#![allow(dead_code)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use diesel::connection::{LoadConnection, SimpleConnection};
use diesel::query_builder::SqlQuery;
use diesel::query_dsl::LoadQuery;
use diesel::sql_types::BigInt;
use diesel::{MysqlConnection, PgConnection, QueryableByName, RunQueryDsl, sql_query};
use orm_core::prelude::*;
use orm_core::{Error, transaction};

use crate::support::{establish, mysql_url, postgres_url};

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tx_books", many_to_many(tags = Tag, through = BookTag))]
pub struct Book {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tx_tags")]
pub struct Tag {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tx_book_tags", primary_key(book_id, tag_id))]
pub struct BookTag {
    #[model(foreign_key = Book)]
    pub book_id: i32,
    #[model(foreign_key = Tag)]
    pub tag_id: i32,
}

/// A table of 25 books, and one of links, that nobody else has.
fn tables(conn: &mut impl SimpleConnection, books: &str, links: &str) {
    let ids: Vec<String> = (0..25).map(|id| format!("({id})")).collect();
    let ids = ids.join(", ");
    let tables = format!(
        "DROP TABLE IF EXISTS {books}; DROP TABLE IF EXISTS {links};
         CREATE TABLE {books} (id INTEGER PRIMARY KEY); INSERT INTO {books} VALUES {ids};
         CREATE TABLE {links} (book_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
            PRIMARY KEY (book_id, tag_id))"
    );
    conn.batch_execute(&tables).unwrap();
}

/// Eight connections, on each of which this is done for 25 books.
macro_rules! eight {
    ($conn:ty, $url:expr, |$book:ident, $thread:ident, $db:ident| $body:expr) => {
        std::thread::scope(|scope| {
            for $thread in 0..8_i32 {
                let url = $url;
                scope.spawn(move || {
                    let $db = &mut establish::<$conn>(url);
                    for id in 0..25 {
                        let $book = Book { id };
                        $body
                    }
                });
            }
        })
    };
}

macro_rules! race {
    ($name:ident $conn:ty, $url:expr, |$db:ident, $write:ident| $add:expr) => {
        #[test]
        fn $name() {
            let url = &$url;
            let conn = &mut establish::<$conn>(url);
            tables(conn, "tx_books", "tx_book_tags");
            let added = &AtomicUsize::new(0);
            eight!($conn, url, |book, thread, db| {
                // Overlapping, and in another order on each connection.
                let tags: Vec<i32> = (0..20).map(|tag| (tag * 7 + thread) % 20).collect();
                let $write = queryset!(book.tags.add(&tags));
                let $db = &mut *db;
                let changed = $add;
                added.fetch_add(changed.unwrap().added, Ordering::SeqCst);
            });
            assert_eq!(added.load(Ordering::SeqCst), 25 * 20);
            assert_eq!(BookTag.count(conn).unwrap(), 25 * 20);
            // Of those that set other ones, one is the last.
            eight!($conn, url, |book, thread, db| {
                let tags = [thread, thread + 1, 30];
                let set = transaction(db)
                    .retry(50)
                    .run(|db| queryset!(book.tags.set(tags)).run(db));
                set.unwrap();
            });
            for book in 0..25 {
                let tags = queryset!(
                    BookTag
                        .filter(book_id == book)
                        .order_by(tag_id)
                        .values_list(tag_id)
                );
                let tags = tags.load(conn).unwrap();
                assert_eq!(tags, [tags[0], tags[0] + 1, 30]);
            }
            let removed = &AtomicUsize::new(0);
            eight!($conn, url, |book, _thread, db| {
                let changed = transaction(db)
                    .retry(50)
                    .run(|db| queryset!(book.tags.clear()).run(db));
                removed.fetch_add(changed.unwrap().removed, Ordering::SeqCst);
            });
            assert_eq!(BookTag.count(conn).unwrap(), 0);
            assert_eq!(removed.load(Ordering::SeqCst), 25 * 3);
            conn.batch_execute("DROP TABLE tx_book_tags; DROP TABLE tx_books")
                .unwrap();
        }
    };
}
race!(each_link_is_there_once_on_postgres PgConnection, postgres_url(), |db, add| add.run(db));
// Connections that insert between the same keys deadlock there, whatever they insert.
race!(each_link_is_there_once_on_mysql MysqlConnection, mysql_url(), |db, add| {
    transaction(db).retry(50).run(|db| add.run(db))
});

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tx_held_books", many_to_many(tags = Tag, through = HeldTag))]
pub struct HeldBook {
    pub id: i32,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tx_held_links", primary_key(book_id, tag_id))]
pub struct HeldTag {
    #[model(foreign_key = HeldBook, relation = "book")]
    pub book_id: i32,
    #[model(foreign_key = Tag)]
    pub tag_id: i32,
}

#[derive(QueryableByName)]
struct Waiting {
    #[diesel(sql_type = BigInt)]
    n: i64,
}

const WAITING_ON_POSTGRES: &str = "SELECT COUNT(*) AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE ";
const WAITING_ON_MYSQL: &str = "SELECT COUNT(*) AS n FROM information_schema.innodb_trx
    WHERE trx_state = 'LOCK WAIT' AND trx_query LIKE ";

/// Looks until a statement that speaks of this waits for a lock.
fn until_waits<C>(conn: &mut C, statements: &str, table: &str)
where
    C: LoadConnection,
    SqlQuery: for<'q> LoadQuery<'q, C, Waiting>,
{
    for _ in 0..100 {
        let found: Waiting = sql_query(format!("{statements}'%{table}%'"))
            .get_result(conn)
            .unwrap();
        if found.n > 0 {
            return;
        }
        // MySQL shows what it showed before to who looks again within a tenth of a second.
        std::thread::sleep(Duration::from_millis(150));
    }
    panic!("nothing waits for a lock of {table}");
}

/// What one connection has written and not committed is waited for by another: what that one did
/// then, and the links that are left.
macro_rules! held {
    ($name:ident $conn:ty, $url:expr, $statements:expr) => {
        #[test]
        fn $name() {
            let url = &$url;
            let conn = &mut establish::<$conn>(url);
            let watch = &mut establish::<$conn>(url);
            let book = &HeldBook { id: 1 };
            macro_rules! beside {
                ($first:expr, $table:literal, $second:expr) => {{
                    tables(conn, "tx_held_books", "tx_held_links");
                    let changed = std::thread::scope(|scope| {
                        let second = transaction(conn).read_committed().run(|conn| {
                            queryset!($first).run(conn)?;
                            let second = scope.spawn(|| {
                                let conn = &mut establish::<$conn>(url);
                                let second = transaction(conn)
                                    .read_committed()
                                    .run(|conn| queryset!($second).run(conn));
                                second.unwrap()
                            });
                            until_waits(watch, $statements, $table);
                            Ok::<_, Error>(second)
                        });
                        second.unwrap().join().unwrap()
                    });
                    let left = queryset!(HeldTag.order_by(tag_id).values_list(tag_id));
                    ((changed.added, changed.removed), left.load(conn).unwrap())
                }};
            }
            // The last one's list, and not both.
            let set = beside!(
                book.tags.set([1, 2]),
                "tx_held_books",
                book.tags.set([3, 4])
            );
            assert_eq!(set, ((2, 2), vec![3, 4]));
            let set = beside!(
                book.tags.set([1, 2]),
                "tx_held_books",
                book.tags.set([2, 3])
            );
            assert_eq!(set, ((1, 1), vec![2, 3]));
            let cleared = beside!(book.tags.set([1, 2]), "tx_held_books", book.tags.clear());
            assert_eq!(cleared, ((0, 2), vec![]));
            // What another one has added meanwhile is there, and no conflict.
            let added = beside!(book.tags.add(2), "tx_held_links", book.tags.add([1, 2, 3]));
            assert_eq!(added, ((2, 0), vec![1, 2, 3]));
            conn.batch_execute("DROP TABLE tx_held_links; DROP TABLE tx_held_books")
                .unwrap();
        }
    };
}
held!(links_that_are_held_on_postgres PgConnection, postgres_url(), WAITING_ON_POSTGRES);
held!(links_that_are_held_on_mysql MysqlConnection, mysql_url(), WAITING_ON_MYSQL);
