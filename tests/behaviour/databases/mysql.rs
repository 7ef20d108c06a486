//! MariaDB and MySQL: each test has a database of its own, which is dropped when the test's
//! thread ends.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

pub type Backend = diesel::mysql::Mysql;
pub const DIALECT: orm_core::backend::Dialect = orm_core::backend::Dialect::Mysql;

pub fn url() -> String {
    std::env::var("ORM_TEST_MYSQL").unwrap_or_else(|_| "mysql://root@127.0.0.1:3306".to_owned())
}

/// What a new connection runs first. Text is compared as it is, by its characters, trailing
/// spaces included.
pub fn prepare() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    // Named after the given one: whoever made that knows which else to drop if we cannot.
    let url = url();
    let given = url.split('/').nth(3).unwrap_or_default();
    let given = given.split('?').next().unwrap();
    let given = if given.is_empty() { "orm_test" } else { given };
    let name = format!("{given}_{}_{count}", std::process::id());
    let mut conn = server();
    // What is not known here has another name on MySQL.
    let made = ["utf8mb4_nopad_bin", "utf8mb4_0900_bin"].map(|collation| {
        conn.batch_execute(&format!(
            "CREATE DATABASE IF NOT EXISTS {name} CHARACTER SET utf8mb4 COLLATE {collation}"
        ))
    });
    assert!(made.iter().any(Result::is_ok), "{made:?}");
    MADE.with_borrow_mut(|made| made.0.push(name.clone()));
    format!("USE {name};")
}

/// Makes a database schema for this test alone, as a statement. Others wait for it.
pub fn schema(name: &str) -> String {
    MADE.with_borrow_mut(|made| made.0.push(name.to_owned()));
    format!(
        "DO GET_LOCK('{name}', 60); DROP DATABASE IF EXISTS {name};
         CREATE DATABASE {name} CHARACTER SET utf8mb4;"
    )
}

fn server() -> MysqlConnection {
    let url = url();
    MysqlConnection::establish(&url).unwrap_or_else(|error| panic!("{HELP}\n{url}: {error}"))
}

/// The databases that this thread's test made.
struct Made(Vec<String>);

impl Drop for Made {
    fn drop(&mut self) {
        if let Ok(mut conn) = MysqlConnection::establish(&url()) {
            for name in &self.0 {
                // Under the lock, so that nobody loses the schema that he has just made.
                let gone = conn.batch_execute(&format!(
                    "DO GET_LOCK('{name}', 60); DROP DATABASE IF EXISTS {name};"
                ));
                drop(gone);
            }
        }
    }
}

thread_local! {
    static MADE: RefCell<Made> = const { RefCell::new(Made(Vec::new())) };
}

/// Why there may be no connection.
pub const HELP: &str = "these tests need a MariaDB or MySQL server: start one, or name it in \
    ORM_TEST_MYSQL (mysql://user:password@host:port), with the right to make databases";
