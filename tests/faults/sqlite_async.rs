//! SQLite in threads of its own, by diesel-async.

#[allow(dead_code, reason = "not every case of servers has one here")]
#[path = "asynchronous.rs"]
mod driver;
#[path = "full_disk.rs"]
mod full_disk;

use std::time::Duration;

use diesel_async::sync_connection_wrapper::SyncConnectionWrapper;

use crate::stage::{Book, NewBook, assert_lost};

pub type Conn = SyncConnectionWrapper<diesel::SqliteConnection>;
pub const NAME: &str = "async";

/// A statement of SQLite's cannot be given up: the drop waits for it. The write's transaction is
/// given up, and the connection with it.
#[test]
fn a_write_that_is_given_up_commits_nothing() {
    let (disk, mut conn) = full_disk::Disk::new();
    let slow = "CREATE TRIGGER slow AFTER INSERT ON books WHEN new.id = 100 BEGIN
        INSERT INTO shelves SELECT 1, COUNT(*) FROM (
            WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 2000000)
            SELECT n FROM n);
        END";
    driver::batch(&mut conn, slow).unwrap();
    let create = Book.bulk_create(full_disk::new_books(1000)).count_only();
    let answer = driver::wait_for(Duration::from_millis(100), create.run(&mut conn));
    assert!(answer.is_none(), "{answer:?}");
    let next = driver::wait(Book.create(NewBook::new("next", 1)).run(&mut conn));
    assert_lost(&next.unwrap_err());
    drop(conn);
    assert_eq!(driver::wait(Book.count(&mut disk.open())).unwrap(), 0);
}
