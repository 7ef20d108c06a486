//! `get_or_create` and `update_or_create` of 32 callers at once: one row a key, and one of the
//! callers is told that it created it.

#![allow(dead_code)]

use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::SimpleConnection;
use diesel::{MysqlConnection, PgConnection};
use orm_core::prelude::*;

use crate::support::{establish, mysql_url, postgres_url};

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tx_words")]
pub struct Word {
    pub id: i32,
    #[model(unique)]
    pub text: String,
    pub seen: i32,
}

const CALLERS: usize = 32;
const WORDS: usize = 20;

/// All callers ask for the same words at the same time.
macro_rules! race {
    ($name:ident $conn:ty, $url:expr, $id:literal, $text:literal) => {
        #[test]
        fn $name() {
            let url = $url;
            let conn = &mut establish::<$conn>(&url);
            conn.batch_execute(concat!(
                "DROP TABLE IF EXISTS tx_words; CREATE TABLE tx_words (id ",
                $id,
                ", text ",
                $text,
                " NOT NULL UNIQUE, seen INTEGER NOT NULL)"
            ))
            .unwrap();
            let (created, start) = (AtomicUsize::new(0), Barrier::new(CALLERS));
            std::thread::scope(|scope| {
                for caller in 0..CALLERS {
                    let (url, created, start) = (&url, &created, &start);
                    scope.spawn(move || {
                        let conn = &mut establish::<$conn>(url);
                        for word in 0..WORDS {
                            let (got, set) = (format!("got {word}"), format!("set {word}"));
                            start.wait();
                            let got = queryset!(Word.get_or_create(text = &got).defaults(seen = 1));
                            let (row, new) = got.run(conn).unwrap();
                            assert_eq!(row.seen, 1);
                            created.fetch_add(usize::from(new), Ordering::SeqCst);
                            let seen = i32::try_from(caller).unwrap();
                            let set =
                                queryset!(Word.update_or_create(text = &set).defaults(seen = seen));
                            let (row, new) = set.run(conn).unwrap();
                            assert_eq!(row.seen, seen);
                            created.fetch_add(usize::from(new), Ordering::SeqCst);
                        }
                    });
                }
            });
            assert_eq!(created.load(Ordering::SeqCst), 2 * WORDS);
            assert_eq!(Word.count(conn).unwrap(), 2 * WORDS as i64);
            conn.batch_execute("DROP TABLE tx_words").unwrap();
        }
    };
}
race!(one_row_a_key_on_postgres PgConnection, postgres_url(), "SERIAL PRIMARY KEY", "TEXT");
race!(one_row_a_key_on_mysql MysqlConnection, mysql_url(), "INTEGER PRIMARY KEY AUTO_INCREMENT", "VARCHAR(100)");
