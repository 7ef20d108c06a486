//! Locks of rows, seen by a second connection: they wait, fail at once, or leave rows out.

use diesel::connection::SimpleConnection;
use orm_core::prelude::*;
use orm_core::{Error, Result};

use crate::support::{establish, establish_async, mysql_url, postgres_url};

#[derive(Model, Debug, Clone)]
#[model(table = "lock_owners")]
pub struct Owner {
    pub id: i32,
}

#[derive(Model, Debug, Clone)]
#[model(table = "lock_jobs")]
pub struct Job {
    pub id: i32,
    #[model(foreign_key = Owner)]
    pub owner_id: i32,
}

/// Makes the tables anew. The tests of one database go one after another.
fn tables(conn: &mut impl SimpleConnection, mysql: bool) {
    let engine = if mysql { "ENGINE=InnoDB" } else { "" };
    conn.batch_execute(&format!(
        "DROP TABLE IF EXISTS lock_jobs; DROP TABLE IF EXISTS lock_owners;
         CREATE TABLE lock_owners (id INTEGER PRIMARY KEY) {engine};
         CREATE TABLE lock_jobs (id INTEGER PRIMARY KEY, owner_id INTEGER NOT NULL) {engine};
         INSERT INTO lock_owners VALUES (1), (2);
         INSERT INTO lock_jobs VALUES (1, 1), (2, 1), (3, 2), (4, 2);"
    ))
    .unwrap();
}

fn ids<R: std::ops::Deref<Target = Job>>(rows: &[R]) -> Vec<i32> {
    rows.iter().map(|row| row.id).collect()
}

fn locked<T>(result: Result<T>) {
    match result {
        Err(error) => assert!(error.is_lock_not_available(), "{error}"),
        Ok(_) => panic!("a row was locked twice"),
    }
}

macro_rules! sync_tests {
    ($name:ident, $conn:ty, $url:expr, $mysql:literal) => {
        #[test]
        fn $name() {
            let (one, two) = (
                &mut establish::<$conn>(&$url),
                &mut establish::<$conn>(&$url),
            );
            tables(one, $mysql);
            // Outside of a transaction nothing is locked, and nothing is run.
            let outside =
                assert_num_queries!(one, 0, { queryset!(Job.for_update()).load(one).map(drop) });
            assert!(matches!(outside, Err(Error::NoTransaction)), "{outside:?}");
            atomic(one, |one| {
                // By its key: MySQL locks all rows that it reads on the way.
                let first = queryset!(Job.filter(id == 1).for_update());
                assert_eq!(ids(&first.load(one)?), [1]);
                atomic(two, |two| {
                    let free = queryset!(Job.order_by(id).for_update().skip_locked());
                    assert_eq!(ids(&free.load(two)?), [2, 3, 4]);
                    assert_eq!(queryset!(free[..1]).first(two)?.unwrap().id, 2);
                    Ok::<_, Error>(())
                })?;
                locked(atomic(two, |two| {
                    queryset!(Job.filter(id == 1).for_update().nowait()).get(two)
                }));
                locked(atomic(two, |two| {
                    queryset!(Job.filter(id == 1).for_share().nowait()).get(two)
                }));
                // Reading without a lock never waits.
                assert_eq!(Job.count(two)?, 4);
                Ok::<_, Error>(())
            })
            .unwrap();
            // Shares go together, and keep updates away.
            atomic(one, |one| {
                queryset!(Job.filter(id == 1).for_share()).get(one)?;
                atomic(two, |two| {
                    queryset!(Job.filter(id == 1).for_share().nowait()).get(two)
                })?;
                locked(atomic(two, |two| {
                    queryset!(Job.filter(id == 1).for_update().nowait()).get(two)
                }));
                Ok::<_, Error>(())
            })
            .unwrap();
            // What is locked besides, and what is not.
            atomic(one, |one| {
                let job = queryset!(Job.filter(id == 1).for_update().of(owner));
                assert_eq!(job.get(one)?.id, 1);
                locked(atomic(two, |two| {
                    queryset!(Owner.filter(id == 1).for_update().nowait()).get(two)
                }));
                atomic(two, |two| {
                    queryset!(Owner.filter(id == 2).for_update().nowait()).get(two)
                })?;
                Ok::<_, Error>(())
            })
            .unwrap();
            // The lock is gone with the transaction.
            let free = atomic(two, |two| queryset!(Job.for_update().nowait()).load(two));
            assert_eq!(free.unwrap().len(), 4);
        }
    };
}
sync_tests!(
    rows_are_locked_on_postgres,
    diesel::PgConnection,
    postgres_url(),
    false
);
sync_tests!(
    rows_are_locked_on_mysql,
    diesel::MysqlConnection,
    mysql_url(),
    true
);

macro_rules! async_tests {
    ($name:ident, $sync:ty, $conn:ty, $url:expr) => {
        #[tokio::test]
        async fn $name() {
            // Tables of their own, so that the sync tests may run beside.
            #[derive(Model, Debug, Clone)]
            #[model(table = "lock_async_jobs")]
            struct Job {
                id: i32,
            }
            establish::<$sync>(&$url)
                .batch_execute(
                    "DROP TABLE IF EXISTS lock_async_jobs;
                     CREATE TABLE lock_async_jobs (id INTEGER PRIMARY KEY);
                     INSERT INTO lock_async_jobs VALUES (1), (2);",
                )
                .unwrap();
            let mut one = establish_async::<$conn>(&$url).await;
            let mut two = establish_async::<$conn>(&$url).await;
            let outside = queryset!(Job.for_update()).load(&mut one).await.map(drop);
            assert!(matches!(outside, Err(Error::NoTransaction)), "{outside:?}");
            let held = atomic(&mut one, async |one| {
                queryset!(Job.filter(id == 1).for_update()).get(one).await?;
                let free = atomic(&mut two, async |two| {
                    queryset!(Job.for_update().skip_locked()).load(two).await
                });
                assert_eq!(
                    free.await?.iter().map(|job| job.id).collect::<Vec<_>>(),
                    [2]
                );
                let failed = atomic(&mut two, async |two| {
                    queryset!(Job.filter(id == 1).for_update().nowait())
                        .get(two)
                        .await
                });
                locked(failed.await);
                Ok::<_, Error>(())
            });
            held.await.unwrap();
        }
    };
}
async_tests!(
    rows_are_locked_on_postgres_async,
    diesel::PgConnection,
    diesel_async::AsyncPgConnection,
    postgres_url()
);
async_tests!(
    rows_are_locked_on_mysql_async,
    diesel::MysqlConnection,
    diesel_async::AsyncMysqlConnection,
    mysql_url()
);
