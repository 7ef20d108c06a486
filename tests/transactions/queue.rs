//! `update(…)` and `delete()` of a slice: connections that ask for the next rows take different
//! ones, and each row is taken once.

#![allow(dead_code)]

use std::collections::HashMap;
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
                            let next = queryset!(Job.order_by(id)[..5].delete());
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
race!(each_row_is_taken_once_on_postgres PgConnection, postgres_url(),
    TABLES.replace("INSERT INTO tx_jobs WITH", "WITH")
        .replace("SELECT n, 0, NULL FROM n", "INSERT INTO tx_jobs SELECT n, 0, NULL FROM n").as_str());
race!(each_row_is_taken_once_on_mysql MysqlConnection, mysql_url(), TABLES);
