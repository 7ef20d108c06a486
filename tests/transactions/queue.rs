//! `update(…)` and `delete()` of a slice that locks its rows: connections that ask for the next
//! ones take different ones, and each row is taken once.

#![allow(dead_code)]

use std::collections::{BTreeSet, HashMap};
use std::sync::Mutex;

use diesel::connection::SimpleConnection;
use diesel::{MysqlConnection, PgConnection};
use orm_core::prelude::*;
use orm_core::transaction;

use crate::support::{establish, mysql_url, postgres_url};

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tx_jobs")]
pub struct Job {
    pub id: i32,
    pub taken: i32,
    #[model(foreign_key = Job)]
    pub after_id: Option<i32>,
}

#[derive(Model, Debug, Clone, PartialEq)]
#[model(table = "tx_tickets")]
pub struct Ticket {
    pub id: i32,
    pub taken: i32,
}

const TABLES: &str = "DROP TABLE IF EXISTS tx_jobs;
    CREATE TABLE tx_jobs (id INTEGER PRIMARY KEY, taken INTEGER NOT NULL, after_id INTEGER);
    INSERT INTO tx_jobs WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 60)
        SELECT n, 0, NULL FROM n";

macro_rules! race {
    ($name:ident $conn:ty, $url:expr, $tables:expr) => {
        #[test]
        fn $name() {
            let url = $url;
            let conn = &mut establish::<$conn>(&url);
            conn.batch_execute($tables).unwrap();
            let taken: Mutex<HashMap<i32, usize>> = Mutex::default();
            std::thread::scope(|scope| {
                for worker in 1..=4 {
                    let (url, taken) = (&url, &taken);
                    scope.spawn(move || {
                        let conn = &mut establish::<$conn>(url);
                        loop {
                            let next = queryset!(
                                Job.filter(taken == 0 && after.id.is_null()).order_by(id)[..3]
                                    .for_update()
                                    .update(taken = worker)
                            )
                            .returning();
                            let jobs = transaction(conn).retry(20).run(|conn| next.run(conn));
                            let jobs = jobs.unwrap();
                            if jobs.is_empty() {
                                break;
                            }
                            let mut taken = taken.lock().unwrap();
                            for job in &jobs {
                                *taken.entry(job.id).or_default() += 1;
                            }
                        }
                    });
                }
            });
            let taken = taken.into_inner().unwrap();
            assert_eq!(taken.len(), 60);
            assert!(taken.values().all(|times| *times == 1), "{taken:?}");

            let deleted = Mutex::new(0);
            std::thread::scope(|scope| {
                for _ in 0..4 {
                    let (url, deleted) = (&url, &deleted);
                    scope.spawn(move || {
                        let conn = &mut establish::<$conn>(url);
                        for _ in 0..4 {
                            let next = queryset!(Job.order_by(id)[..5].for_update().delete());
                            let gone = transaction(conn).retry(20).run(|conn| next.run(conn));
                            let gone = gone.unwrap().total();
                            *deleted.lock().unwrap() += gone;
                        }
                    });
                }
            });
            assert_eq!(deleted.into_inner().unwrap(), 60);
            assert_eq!(Job.count(conn).unwrap(), 0);
            conn.batch_execute("DROP TABLE tx_jobs").unwrap();
        }
    };
}
/// While one connection holds the first rows, another takes the next ones at once.
macro_rules! skips {
    ($name:ident $conn:ty, $url:expr, $tables:expr) => {
        #[test]
        fn $name() {
            let url = $url;
            let (first, second) = (&mut establish::<$conn>(&url), &mut establish::<$conn>(&url));
            first.batch_execute(&many($tables)).unwrap();
            let free = queryset!(Ticket.filter(taken == 0).order_by(id)[..3].for_update());
            let ids = |tickets: &[TicketRow]| {
                let ids: BTreeSet<i32> = tickets.iter().map(|ticket| ticket.id).collect();
                ids.into_iter().collect::<Vec<_>>()
            };
            let held = transaction(first).run(|first| {
                let held = queryset!(free.update(taken = 1)).returning().run(first)?;
                let next = queryset!(free.skip_locked().update(taken = 2)).returning();
                assert_eq!(ids(&next.run(second)?), [4, 5, 6]);
                let next = queryset!(free.nowait().update(taken = 3)).run(second);
                assert!(next.unwrap_err().is_lock_not_available());
                let gone = queryset!(free.skip_locked().delete()).run(second)?;
                assert_eq!(gone.total(), 3);
                // A list of keys, or a condition with a subquery, locks what it finds.
                let listed = [10, 11];
                let update = queryset!(Ticket.filter(id.in_(listed)).update(taken = 0));
                assert_eq!(update.run(second)?, 2);
                let last = queryset!(Ticket.order_by(-id)[..2]);
                let update = queryset!(last.filter(taken == 0).update(taken = 4));
                assert_eq!(update.run(second)?, 2);
                Ok::<_, orm_core::Error>(held)
            });
            assert_eq!(ids(&held.unwrap()), [1, 2, 3]);
            let left = queryset!(free.values_list(id));
            let left = transaction(second).run(|second| left.load(second));
            assert_eq!(left.unwrap(), [10, 11, 12]);
            first.batch_execute("DROP TABLE tx_tickets").unwrap();
        }
    };
}

/// (A table of few rows the databases read, and lock, as a whole.)
fn many(tables: &str) -> String {
    let tables = tables.replace("tx_jobs", "tx_tickets");
    tables.replace("n < 60", "n < 900")
}

fn on_postgres() -> String {
    let (with, select) = ("INSERT INTO tx_jobs WITH", "SELECT n, 0, NULL FROM n");
    let insert = format!("INSERT INTO tx_jobs {select}");
    TABLES.replace(with, "WITH").replace(select, &insert)
}

race!(each_row_is_taken_once_on_postgres PgConnection, postgres_url(), &on_postgres());
race!(each_row_is_taken_once_on_mysql MysqlConnection, mysql_url(), TABLES);
skips!(the_next_rows_are_taken_on_postgres PgConnection, postgres_url(), &on_postgres());
skips!(the_next_rows_are_taken_on_mysql MysqlConnection, mysql_url(), TABLES);
