//! Connections, and tables that are dropped again.

use std::sync::{Mutex, MutexGuard};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

pub fn sqlite() -> SqliteConnection {
    SqliteConnection::establish(":memory:").unwrap()
}

pub fn postgres() -> PgConnection {
    PgConnection::establish(&postgres_url()).unwrap()
}

pub fn mysql() -> MysqlConnection {
    MysqlConnection::establish(&mysql_url()).unwrap()
}

pub fn postgres_url() -> String {
    url("ORM_TEST_POSTGRES", "postgres://root@127.0.0.1/test")
}

pub fn mysql_url() -> String {
    url("ORM_TEST_MYSQL", "mysql://root@127.0.0.1/test")
}

fn url(name: &str, default: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| default.to_owned())
}

/// The tables of a test are there for one test at a time.
static TABLES: Mutex<()> = Mutex::new(());

/// A connection on which tables were made; they are dropped with it.
pub struct Made<C: SimpleConnection> {
    pub conn: C,
    drop: &'static str,
    _alone: MutexGuard<'static, ()>,
}

impl<C: SimpleConnection> Made<C> {
    /// Drops what is left of a run before, then makes it anew.
    pub fn new(mut conn: C, drop: &'static str, make: &str) -> Self {
        let alone = TABLES.lock().unwrap_or_else(|broken| broken.into_inner());
        conn.batch_execute(drop).unwrap();
        conn.batch_execute(make).unwrap();
        Self {
            conn,
            drop,
            _alone: alone,
        }
    }
}

impl<C: SimpleConnection> Drop for Made<C> {
    fn drop(&mut self) {
        // A failed transaction of PostgreSQL's has ended with the statement that failed.
        let _ = self.conn.batch_execute(self.drop);
    }
}

/// The same test on each database; `$made` is what makes its tables of a connection.
#[macro_export]
macro_rules! on_each_database {
    ($(#[$doc:meta])* fn $test:ident($conn:ident, $made:ident) $body:block) => {
        $(#[$doc])*
        mod $test {
            #[allow(unused_imports)]
            use super::*;
            #[test]
            fn sqlite() {
                let mut made = $made($crate::support::sqlite());
                let $conn = &mut made.conn;
                $body
            }
            #[test]
            fn postgres() {
                let mut made = $made($crate::support::postgres());
                let $conn = &mut made.conn;
                $body
            }
            #[test]
            fn mysql() {
                let mut made = $made($crate::support::mysql());
                let $conn = &mut made.conn;
                $body
            }
        }
    };
}
