//! `atomic`, `on_commit` and `retry`, on SQLite, PostgreSQL and MariaDB, sync and async.
//!
//! The servers are at `ORM_TEST_POSTGRES` and `ORM_TEST_MYSQL`, or on this machine.
mod conflicts;
mod conflicts_async;
mod get_or_create;
mod instrumentation;
mod isolation;
mod links;
mod locks;
mod pools;
mod queue;
mod sqlite_locks;
mod support;
mod updates;

/// The same tests on each database.
macro_rules! on_each {
    ($($db:ident)*) => { $(
        #[path = "each"]
        mod $db {
            use crate::support::$db::{AsyncConn, Conn, connect, connect_async};

            #[allow(clippy::duplicate_mod)]
            mod on_sync;
            #[allow(clippy::duplicate_mod)]
            mod on_async;
            #[allow(clippy::duplicate_mod)]
            mod hooks;

            const DATABASE: &str = stringify!($db);
        }
    )* };
}
on_each! { sqlite postgres mysql }
