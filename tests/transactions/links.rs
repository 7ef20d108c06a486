//! Links that several connections add, set and remove at once: each is there once.

#![allow(dead_code)]

use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{MysqlConnection, PgConnection};
use orm_core::prelude::*;
use orm_core::transaction;

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

const TABLES: &str = "DROP TABLE IF EXISTS tx_book_tags;
    CREATE TABLE tx_book_tags (book_id INTEGER NOT NULL, tag_id INTEGER NOT NULL,
        PRIMARY KEY (book_id, tag_id))";

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
            conn.batch_execute(TABLES).unwrap();
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
            let links = queryset!(BookTag.filter(tag_id == 30)).count(conn);
            assert_eq!(links.unwrap(), 25);
            let removed = &AtomicUsize::new(0);
            eight!($conn, url, |book, _thread, db| {
                let changed = transaction(db)
                    .retry(50)
                    .run(|db| queryset!(book.tags.clear()).run(db));
                removed.fetch_add(changed.unwrap().removed, Ordering::SeqCst);
            });
            assert_eq!(BookTag.count(conn).unwrap(), 0);
            assert!(removed.load(Ordering::SeqCst) >= 25 * 3);
            conn.batch_execute("DROP TABLE tx_book_tags").unwrap();
        }
    };
}
race!(each_link_is_there_once_on_postgres PgConnection, postgres_url(), |db, add| add.run(db));
// Connections that insert between the same keys deadlock there, whatever they insert.
race!(each_link_is_there_once_on_mysql MysqlConnection, mysql_url(), |db, add| {
    transaction(db).retry(50).run(|db| add.run(db))
});
